"""From the scores that an item gives to points and credits: what full credit is worth, and each response's share of it."""
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from service.formats._qti_operators import Unclear

PLACES = Decimal("0.00001")
EXACT = Context(prec=60)
ROUNDED = "A score of {score} out of {full} has no exact share to five places: {share} is kept."

OTHER = "It says that {declared} can be scored, but its scoring gives {most}: those are its points here."


def rounded(number):
    return number.quantize(PLACES, ROUND_HALF_EVEN, EXACT)


class Scale:
    """What the scores of one item mean: `points` for the question, and `share(score)`; `lost` says where a share is not exact."""

    def __init__(self, item, most):
        """`most` is the highest score that was found."""
        declared = item.number("MAXSCORE")
        most = max(most, Decimal(0))
        if declared is None:
            declared = item.outcomes.get("SCORE", {}).get("most")
        self.lost = []
        if item.own and declared is not None and declared >= 0:
            self.full, self.points = declared, Decimal(0) if item.worthless else declared
            return
        if most <= 0:
            raise Unclear("a scoring under which no response that its key names earns anything")
        if item.by_key and declared is not None and declared > 0:
            self.full, self.points = most, rounded(declared)
            return
        if declared is not None and rounded(declared) != rounded(most):
            self.lost.append(OTHER.format(declared=plain(declared), most=plain(most)))
        self.full, self.points = most, rounded(most)

    def share(self, score):
        """A score as a credit, to five places."""
        with localcontext(EXACT):
            share = rounded(score / self.full)
            if rounded(share * self.full) != rounded(score):
                self.lost.append(ROUNDED.format(score=plain(score), full=plain(self.full), share=plain(share)))
        if abs(share) <= 1:
            return share
        self.lost.append(f"A score of {plain(score)} lies beyond the points of the question, {plain(self.full)}; as much is kept.")
        return Decimal(1).copy_sign(share)


def wire(number):
    """A number as JSON has it, whole ones as such."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def plain(number):
    """A number as people write it."""
    number = number.normalize(EXACT)
    return f"{number:f}" if abs(number.adjusted()) < 20 else str(number)
