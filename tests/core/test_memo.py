"""Remembered reads: asked once inside the block for the same arguments, each time outside of it."""

from portal.core.memo import kept, remembered

asked = []


@remembered
def double(number, *, plus=0):
    asked.append(number)
    return 2 * number + plus


def test_inside_the_block_each_is_asked_once_and_outside_each_time():
    asked.clear()
    assert [double(1), double(1)] == [2, 2] and asked == [1, 1]
    with kept():
        assert [double(1), double(1), double(1, plus=3), double(2)] == [2, 2, 5, 4]
        assert asked == [1, 1, 1, 1, 2]
    assert double(1) == 2 and len(asked) == 6


def test_a_block_begins_empty_and_gives_back_what_was_before():
    asked.clear()
    with kept():
        double(1)
        with kept():
            double(1)
        double(1)
    assert asked == [1, 1]
