"""Responses that are worth nothing whatever is wanted: what to say of each, or nothing at all.

A rule gives way where a reference speaks in the same way. The copy rule was chosen so that it lets right answers alone
which take up the question's words: it asks for the question's content words, no others, and for its word order.
"""
import re

from service.free_text.gibberish import gibberish
from service.free_text.orders import orders
from service.free_text.words import DENYING, known_words, words
from service.text import folded

DONT_KNOW = re.compile(
    r"""
    (?:(?:sorry|well|honestly|umm*|hmm*|uhh*|oh|ok|okay)_)*
    (?:
      (?:i_|we_)?(?:(?:really|honestly|just|still|actually|simply|truly)_)*
        (?:(?:do|did|can|could|would)_?not_|(?:do|did|ca|could|would)nt_)(?:really_|even_|quite_)?
        (?:(?:know|remember|understand|recall|answer|say|tell|(?:have|think_of)_(?:an_|any_|the_)?(?:idea|clue|answer|anything))_)?
        (?:(?:this|it|that|the|one|answer|question|to|how|why|what|anything|yet|now|here|at|all|about|exactly|anymore)_)*
    | (?:i_|we_)?(?:have_|had_|ve_|got_|ive_)?(?:absolutely_)?(?:no|not_an?|not_the_faintest|not_the_slightest)_
        (?:idea|clue|answer|comment|response|submission|solution)_(?:(?:at|all|about|given|this|it|that|here|man|bro)_)*
    | (?:idk|(?:i_)?dunno)_(?:(?:this|it|man|bro|lol)_)*
    | (?:i_am_|im_)?(?:really_|quite_)?(?:not_sure|unsure|clueless)_(?:(?:about|how|why|what|here|this|it|that|the|answer)_)*
    | (?:i_)?(?:have_)?(?:forgot|forget|forgotten)_(?:(?:this|it|that|the|one|answer)_)*
    | (?:i|we)_(?:did_not|didnt|have_not|havent)_(?:study|studied|learn|learned|learnt|read|do|done)_(?:(?:for|this|it|that|yet)_)*
    | (?:i_)?(?:pass|skip)_(?:(?:on|this|it|one)_)* | i_give_up_ | beats_me_ | who_knows_ | (?:i_)?need_help_(?:(?:with|this|it)_)*
    | help_(?:me_)? | n_?a_ | none_ | nothing_ | unknown_ | blank_ | empty_ | tbd_ | todo_ | (?:question_)?not_answered_ | left_blank_
    | (?:ich_)?weiss_(?:(?:ich|es|das|leider)_)*nicht_ | (?:ich_habe_)?keine?_(?:ahnung|plan)_ | (?:je_ne_|je_|j_)sais_pas_
    | aucune_idée_ | no_(?:lo_)?s[eé]_ | (?:no_tengo_)?ni_idea_ | non_(?:lo_)?so_ | n[ãa]o_sei_ | nie_wiem_ | (?:я_)?не_знаю_
    | ik_weet_het_niet_ | geen_idee_ | bilmiyorum_ | jag_vet_inte_ | det_ved_jeg_ikke_ | en_tiedä_ | nevím_ | nem_tudom_ | nu_știu_
    | tidak_tahu_ | không_biết_ | δεν_ξέρω_ | 知らない_ | [わ分]かりません_ | 我?不知道_ | 모르겠어요_ | لا_أعرف_
    )
    (?:(?:sorry|please)_)*
    """,
    re.VERBOSE,
)
"""Each word has a "_" behind it; apostrophes are left out, and case folding has made ss of ß."""
MOST_WORDS_OF_NOT_KNOWING = 12
OF_ONESELF = frozenset("i we im ive idk dunno ich je".split())
ALL_OF_IT, IN_ITS_ORDER = 0.6, 0.7
"""How many of the question's content words a copy has at least, and how many of its pairs of words are the question's."""


def nothing_said(prompt, references, response):
    """Say why a response is worth nothing, and whether a person should look: (sentence, look), or None."""
    said, asked, wanted = words(response), known_words(prompt), [known_words(each) for each in references]
    if not said:
        sign = folded(response)
        return None if sign and any(sign in folded(each) for each in references) else ("There are no words.", False)
    if _not_known(said, wanted, response):
        return "It says that the answer is not known.", False
    if orders(prompt, references, response):
        return "It speaks to the grader instead of answering.", True
    if gibberish(response, said, {word.text for some in (asked, *wanted) for word in some}):
        return "Most of its words are none that are known.", False
    if _copied(said, asked) and not any(_copied(each, asked) for each in wanted):
        return "It repeats the question.", False
    return None


def _not_known(said, wanted, response):
    """Whether it says that the answer is not known, and not what a reference says: "none" may be right."""
    if len(said) > MOST_WORDS_OF_NOT_KNOWING:
        return False
    plain = "".join(f"{word}_" for word in re.findall(r"[^\W_]+", re.sub("['’`´]", "", folded(response))))
    if not DONT_KNOW.fullmatch(plain):
        return False
    texts = {word.text for word in said}
    if texts & OF_ONESELF:
        return True
    theirs = [{word.text for word in each} for each in wanted]
    denying = len(texts) == 1 and texts <= DENYING and any(DENYING & each for each in theirs)
    return not denying and not any(texts <= each for each in theirs)


def _copied(said, asked):
    """Whether it has no content word but the question's, most of those, and its word order.

    Who denies what the question says, or takes one side of its "or", has answered.
    """
    content, theirs = ({word.stem for word in some if word.telling} for some in (said, asked))
    if not theirs or not content <= theirs or len(content) < ALL_OF_IT * len(theirs):
        return False
    texts, of_question = [word.text for word in said], [word.text for word in asked]
    if (DENYING & set(texts)) - set(of_question) or "or" in of_question and content < theirs:
        return False
    pairs, known = list(zip(texts, texts[1:])), set(zip(of_question, of_question[1:]))
    return sum(pair in known for pair in pairs) >= IN_ITS_ORDER * len(pairs)
