"""Sketches of texts: the same from the same, alike from the alike, and nothing to be read in them."""

import base64
import random

import pytest
from hypothesis import given, strategies as st

from supervise.model.forms import SKETCH
from supervise.model.sketch import LEAST_WORDS, SIZE, alike, likeness, sketch

KEY = bytes(range(32))
WORDS = [f"word{number}" for number in range(2_000)]


def text(*numbers):
    return " ".join(WORDS[number] for number in numbers)


def changed(share, seed, length=400):
    """Two texts of so many words, the second with a share of its runs of three words replaced."""
    chance = random.Random(seed)
    words = list(range(length))
    # A word changed spoils three runs; the union grows by as many.
    for at in range(int(length * share / 3) * 3 // 3):
        words[at * 3 + 1] = 1_000 + chance.randrange(900)
    return text(*range(length)), text(*words)


def exact(one, other):
    def runs(words):
        return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}

    first, second = runs(one.split()), runs(other.split())
    return len(first & second) / len(first | second)


class TestSketch:
    def test_the_bytes_of_a_sketch_are_known(self):
        """They must not change: registers hold sketches made years apart."""
        made = sketch(text(*range(40)), key=KEY)
        assert made[:24] == KNOWN
        assert len(made) == len("mh1-") + 8 + 1 + 4 * -(-2 * SIZE // 3)

    def test_case_signs_and_forms_of_letters_change_nothing(self):
        plain = text(*range(30)) + " café"
        other = plain.upper().replace(" ", ",  \n").replace("É", "E\u0301")
        assert sketch(plain, key=KEY) == sketch(other, key=KEY)

    def test_another_key_gives_another_sketch_that_cannot_be_compared(self):
        one, other = sketch(text(*range(40)), key=KEY), sketch(text(*range(40)), key=bytes(32))
        assert one != other
        assert likeness(one, other) is None
        assert list(alike([one, other], percent=1)) == []

    @pytest.mark.parametrize("count", [0, 1, LEAST_WORDS - 1])
    def test_a_text_of_few_words_has_none(self, count):
        assert sketch(text(*range(count)), key=KEY) is None
        assert sketch(text(*range(LEAST_WORDS)), key=KEY) is not None

    @pytest.mark.parametrize("length", [0, 15, 65])
    def test_a_key_of_another_length_is_refused_without_repeating_anything(self, length):
        with pytest.raises(ValueError, match="16 to 64 bytes") as caught:
            sketch("a secret text", key=b"k" * length)
        assert "secret text" not in str(caught.value)
        assert "kk" not in str(caught.value)

    @pytest.mark.parametrize("length", [16, 64])
    def test_the_shortest_and_the_longest_key_will_do(self, length):
        assert sketch(text(*range(40)), key=b"k" * length) is not None

    def test_no_word_is_in_it(self):
        made = sketch("confidential " * 30, key=KEY)
        assert b"confid" not in base64.urlsafe_b64decode(made.split("-", 2)[2])
        assert "confid" not in made


KNOWN = "mh1-354e8990-3Nwd9_-iIkD"


class TestLikeness:
    @pytest.mark.parametrize("share", [0.0, 0.03, 0.1, 0.3, 0.6, 1.0])
    def test_it_is_near_the_share_of_runs_in_common(self, share):
        errors = []
        for seed in range(8):
            one, other = changed(share, seed)
            found = likeness(sketch(one, key=KEY), sketch(other, key=KEY))
            errors.append(found - exact(one, other))
        # Four standard errors of one; the key is the same, so that they are not independent.
        assert max(map(abs, errors)) < 4 * 0.0442

    def test_texts_with_nothing_in_common_are_not_alike(self):
        assert likeness(sketch(text(*range(100)), key=KEY), sketch(text(*range(100, 200)), key=KEY)) == 0.0

    @pytest.mark.parametrize(
        "other",
        [
            None, "", "mh1-Mr Smith-" + "A" * 342 + "==", "mh1-00000000-" + "A" * 341 + "B==", "mh1", "mh1-12", "mh1-12-", "mh1-12-####", "mh1-12-AAAA", "mh1-12-é",
            "mh2-00000000-" + "A" * 342 + "==", "plain text",
        ],
    )  # fmt: skip
    def test_what_is_no_sketch_cannot_be_compared(self, other):
        made = sketch(text(*range(40)), key=KEY)
        assert likeness(made, other) is None
        assert likeness(other, made) is None
        assert likeness(other, other) is None


@given(st.text(min_size=1), st.binary(min_size=16, max_size=64))
def test_every_sketch_has_the_form_of_one(word, key):
    made = sketch(f"a word said again {word} " * LEAST_WORDS, key=key)
    assert SKETCH.fits(made)
    assert likeness(made, made) == 1.0


class TestAlike:
    @pytest.mark.parametrize("percent", [0, 1, 50, 90, 99, 100])
    def test_it_finds_what_comparing_each_with_each_finds(self, percent):
        made = [sketch(each, key=KEY) for seed in range(6) for each in changed(seed / 12, seed, length=60)]
        made[3:3] = [None, "no sketch", sketch(text(*range(60)), key=bytes(16))]
        least = max(1, percent * SIZE / 100)
        slow = [
            (later, earlier, share)
            for later in range(len(made))
            for earlier in range(later)
            if (share := likeness(made[later], made[earlier])) is not None and share * SIZE >= least
        ]
        assert list(alike(made, percent=percent)) == slow
        assert len(slow) > 2

    def test_nothing_is_more_alike_than_the_same(self):
        assert list(alike([sketch(text(*range(40)), key=KEY)] * 2, percent=101)) == []

    def test_90_per_cent_is_116_of_128(self):
        made = sketch(text(*range(40)), key=KEY)
        mark, body = made[:13], base64.urlsafe_b64decode(made[13:])

        def spoilt(count):
            # Every tenth number, so that no long part is the same.
            kept = bytearray(body)
            for at in range(count):
                kept[20 * at] ^= 1
            return mark + base64.urlsafe_b64encode(bytes(kept)).decode()

        assert [share for *_, share in alike([made, spoilt(12)], percent=90)] == [116 / 128]
        assert list(alike([made, spoilt(13)], percent=90)) == []
