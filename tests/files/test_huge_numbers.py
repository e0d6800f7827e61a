"""Numbers that Python does not write out are told in hexadecimal, wherever they stand."""

from __future__ import annotations

import ast

import pytest

from lrmigrate.codemod.huge_numbers import told_in_hexadecimal

DIGITS = "f" * 5000


@pytest.mark.parametrize("shift", [*range(0, 3100, 61), 2983, 2984, 2985])
def test_a_huge_number_is_found_behind_any_text(shift):
    text = f"'{' ' * shift}'\nn = 0x{DIGITS}\n"
    tree = told_in_hexadecimal(ast.parse(text), text)
    assert ast.unparse(tree.body[1]) == f"n = 0x{DIGITS}"


def test_a_number_that_can_be_written_out_is_left():
    text = f"word = '{DIGITS}'\nn = {'9' * 3000}\n"
    tree = told_in_hexadecimal(ast.parse(text), text)
    assert ast.unparse(tree.body[1]) == f"n = {'9' * 3000}"
