"""python3 -m bench.lost_network: 10,000 attempts by 40 clients over a network that loses 30 % of what is sent, on both databases."""
import sys
from collections import Counter

from service._bootstrap import go_inside

COUNT = 10_000


def main(count=COUNT):
    """Say for each database what was lost, and whether what came of it is what was meant."""
    from tests.faults.lost_network import a_class, what_came_of_it
    from tests.faults.server import Server
    from tests.world import DATABASES

    wrong = 0
    for kind in DATABASES:
        with Server(kind) as server:
            topic, meant, lost, seconds = a_class(server, count)
            found = what_came_of_it(server, topic)
            faults = [learner for learner, score in meant.items() if found.get(learner) != [("graded", score)]]
            attempts, scores = sum(map(len, found.values())), Counter(meant.values())
            print(f"{kind}: {len(meant)} attempts meant, {attempts} there, {lost} messages lost, {seconds:.0f} s, scores {dict(sorted(scores.items()))}")
            print(f"{kind}: {len(faults)} not as meant; {len(server.unexpected())} faults in the log")
            wrong += len(faults) + (attempts != count) + len(server.unexpected())
    return 1 if wrong else 0


if __name__ == "__main__":
    go_inside("service/requirements.lock", "tests/requirements.lock", extra="test", encoder=True)
    sys.exit(main(*map(int, sys.argv[1:])))
