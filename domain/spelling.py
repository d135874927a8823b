"""What a word was meant to be: telex and VNI that never became letters, teencode, drawn-out letters. Pure.

Everything is folded (no marks): a word is taken for a slip only when it is no Vietnamese syllable as it stands and is
one when read as typed keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

_BEGINNINGS = "ngh ng nh gh gi kh ch ph qu th tr b c d g h k l m n p r s t v x"
_ONSETS = _BEGINNINGS.split()
_WRITTEN = """
a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et ech enh eu i ia ich iec iem ien
ieng iep iet ieu im in inh ip it iu o oa oac oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo
oet oi om on ong op ot u ua uan uang uat uay uc ue uech uenh ui um un ung uoc uoi uom uon uong uop
uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y yem yen yeng yet yeu uai
"""
_RIMES = _WRITTEN.split()
_SYLLABLES = frozenset(onset + rime for onset in ("", *_ONSETS) for rime in _RIMES) | {
    *("gi", "gin", "gim", "giet", "gieng", "giep"),  # an i that is written once
}
_TONES = frozenset("sfrxj")
_VNI = re.compile(r"[0-9]")
_DRAWN = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"([aeo])\1")

# said often and never a word of its own; the model learns the rest from the corpus
_NO_BLOW = ("rang", "dan", "gia", "cau", "bong", "bai", "van", "vecni", "son", "phan", "thuc", "cuoc", "ghen", "thue")
JOINED = {("danh", after): f"danh{after}" for after in _NO_BLOW}  # «đánh răng»: read as one word, it is no blow

# said often and never a word of its own; the model learns the rest from the corpus
_WAYS = """
khong: k ko kh hok hk khg kg hong hem hg dek deo khum
con: kon
duoc: dc dk
gi: j
vi: zi
vay: z v
qua: wa qa
roi: r rui ruj oy rj
truoc: trc
biet: bik bit bt
minh: mik mk mjk
moi nguoi: mn
nguoi: ng
nguoi ta: ngta nta
voi: vs
moi: ms
lam: lm
nhu the nao: ntn
nhu vay: nv
sao: s seo
bo me: bme bm
chi: cj c
em: e
anh: a
a: ak ah
u: uk uh
nhan tin: ib nt
anh em: ae
hoc sinh: hs
giao vien: gv
gia dinh: gd
so dien thoai: sdt
facebook: fb
cung: cx cg cug kug
nhung: nhug
nhung ma: nhma nma
luon: lun
luc: luk
thoi gian: tgian
hom qua: hqua
hom nay: hnay hn
bao gio: bh
bay gio: bjo bgio
gio: jo
noi: ns
noi chuyen: nc
chong: ck
vo: vk
nguoi yeu: ny
quan tam: qtam
dang: dag
thich: thik thix
yeu: iu
toi: t
may: m
giup: gup giuup
danh: uynh oanh
the: rk
dien thoai: dt
tra loi: tl
ban: bn
ba xa: bx
ong xa: ox
tre: tr
xong: xog
chet: chit chot
buon: bun
hoc: hc
nhieu: nhiu
lop: lp
truong: trg
thoi: thui
"""
SHORT = {  # teencode by what it means: `"khong"` → `("k", "ko", …)`
    meaning: tuple(ways.split()) for meaning, _, ways in (line.partition(":") for line in _WAYS.strip().splitlines())
}
FOREIGN = ("sos", "boss", "test", "meet", "ex", "les", "kiss", "stress", "bass", "app", "ads", "sex", "bro", "sis")
TEENCODE = {way: meaning for meaning, ways in SHORT.items() for way in ways}
_MEANS = TEENCODE | {word: word for word in FOREIGN}


def meant(word: str) -> str:
    """The folded word or words that a folded word was meant to be: `"ddanhs"` → `"danh"`, `"ko"` → `"khong"`."""
    return _meant(word) if len(word) <= LONGEST else word[:LONGEST]


LONGEST = 24  # letters; nobody's word is longer, and a wall of letters costs no more


@lru_cache(maxsize=8192)
def _meant(word: str) -> str:
    if (short := _MEANS.get(word)) is not None:
        return short
    if is_syllable(word) or word.isdigit():
        return word
    for drawn in (r"\1\1", r"\1"):
        if is_syllable(shorter := _DRAWN.sub(drawn, word)):
            return shorter
    word = _DRAWN.sub(r"\1", word)
    typed = _VNI.sub("", word) if word[0].isalpha() else word
    for reading in (typed, _telex(typed)):
        if reading != word and is_syllable(reading):
            return reading
    return word


def is_syllable(word: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable."""
    return word in _SYLLABLES


def _telex(word: str) -> str:
    """Keys that should have become marks taken away: doubled vowels, `w`, `dd`, and a tone after the vowel."""
    keys = word.replace("dd", "d")
    keys = _DOUBLED.sub(r"\1", keys)
    keys = keys.replace("uw", "u").replace("ow", "o").replace("aw", "a").replace("w", "u" if "w" in keys[:2] else "")
    if is_syllable(keys):
        return keys
    for place in range(len(keys) - 1, 0, -1):
        if keys[place] in _TONES:
            without = keys[:place] + keys[place + 1 :]
            if is_syllable(without):
                return without
    # a tone and a second d or vowel may stand anywhere: «boosd» «danhds»
    return "".join(sign for i, sign in enumerate(keys) if i == 0 or sign not in _TONES)
