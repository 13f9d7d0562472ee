"""Which language a text seems to be in, by its commonest words; what is said of it decides how sure a reader may be."""
import re

from service.text import folded

COMMON = {
    "en": "the of and to in is are was were it that this for with as by from on at be not can which when because its they"
    " an or has have more so if than into",
    "de": "der die das und ist sind ein eine einer einem einen nicht mit von zu den dem des im auf für werden wird sich"
    " auch als weil durch bei aus oder wie man kann dass es",
    "fr": "le la les des et est sont une un que qui dans pour pas par sur avec plus ne se du au aux ce cette il elle on"
    " car ou mais parce comme leur être",
    "es": "el la los las que es son una un en y se del por para con no como más su al lo pero porque o este esta cuando"
    " muy hay ser",
    "it": "il la lo gli le che è sono una un di e per con non del della nel si più come perché da al i ma o questo questa"
    " dei essere",
    "pt": "o a os as que é são uma um de e em para com não do da no na se mais por como porque ao dos das ou mas ser pelo",
    "nl": "de het een en is zijn van niet met voor dat die op te in wordt worden ook als door bij om aan er maar of omdat"
    " kan naar",
    "pl": "i w na nie jest są się że to z do jak przez oraz dla po ponieważ który która które lub od ale być może tak",
    "sv": "och det är att en ett som för med på inte av den till i har kan eftersom om så men eller från när vid blir",
    "da": "og det er at en et som for med på ikke af den til i har kan fordi om så men eller fra når ved bliver",
    "fi": "ja on ei se että ovat joka kun tai mutta koska myös kuin niin sen voi voidaan",
    "tr": "ve bir bu için ile olarak daha çok değil da de olan gibi ne kadar çünkü veya sonra her",
    "cs": "a je v na se že to s z do pro jako nebo ale není jsou které který protože by od po",
    "hu": "a az és nem hogy egy is van mert vagy de meg ez azt ha mint csak",
    "ro": "și este în de la cu nu pe o un care din sunt pentru mai că se sau dar",
    "id": "yang dan di ini itu untuk dengan dari adalah tidak pada dalam ke karena atau akan oleh lebih",
    "vi": "và là của có không các một được cho trong với những này để từ vì khi",
    "ru": "и в не на что это с по как он она они для от из но или так же если потому при был была",
    "uk": "і в не на що це з по як він вона вони для від із але або так якщо тому при був була та",
    "el": "και το να η ο είναι των του της για με που από στο στη δεν την τον οι μια ένα",
}
SPEAKERS = {}
"""The languages that have a word among their commonest: {word: [language, …]}."""
for _language, _common in COMMON.items():
    for _word in dict.fromkeys(_common.split()):
        SPEAKERS.setdefault(_word, []).append(_language)
TOKEN = re.compile(r"[^\W\d_]+")
ENOUGH = 0.12
"""The share of a text's words that has to be among a language's commonest."""
SCRIPTS = {
    "ja": "[\u3040-\u30ff]",
    "zh": "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]",
    "ko": "[\u1100-\u11ff\uac00-\ud7af]",
    "th": "[\u0e00-\u0e7f]",
    "ar": "[\u0600-\u06ff]",
    "he": "[\u0590-\u05ff]",
    "hi": "[\u0900-\u097f]",
}
"""Languages that are told by their letters. Japanese comes first: it has Chinese characters, too."""
OF_SCRIPTS = re.compile("|".join(SCRIPTS.values()))


def language(text):
    """The language that a text is written in, by its letters or its commonest words ("en", …), or "" where neither tells."""
    tokens = TOKEN.findall(folded(text))
    if OF_SCRIPTS.search(text) and (name := _by_letters(text, sum(map(len, tokens)))):
        return name
    common = dict.fromkeys(COMMON, 0)
    for token in tokens:
        for name in SPEAKERS.get(token, ()):
            common[name] += 1
    most = max(common, key=common.__getitem__)
    return most if common[most] > ENOUGH * len(tokens) else ""


def _by_letters(text, letters):
    """The language whose letters are a half of all; of Japanese a fifth is enough."""
    for name, script in SCRIPTS.items():
        if (found := len(re.findall(script, text))) and 2 * found >= letters * (0.4 if name == "ja" else 1):
            return name
    return ""


def foreign(text):
    """Whether a text seems to be in a language that is known here and is not English."""
    return language(text) not in ("", "en")
