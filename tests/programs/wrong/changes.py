"""What is changed in one value of a right rewrite, by kind.

In a text, `{x}` is the value, `{y}` and `{z}` are others of the call, `{p}` the
fraction and `{t}` the length of a onecycle; each comes in parentheses. Those that come
to the same for every number are among them: that they are listed as equal, and the
others are not, is what shows that the judge of the judge sees something.
"""

from __future__ import annotations

from collections.abc import Mapping

VALUES: Mapping[str, tuple[str, ...]] = {
    "taken from another argument": ("{y}", "{z}", "{y} if {z} else {x}"),
    "a number in its place": (
        *("0", "1", "0.5", "1e-30", "10**12", "2**31 - 1", "2**31", "1e400", "-1"),
        *("1e400 - 1e400", "None", "True", "0.1", "100"),
    ),
    "arithmetic": (
        *("{x} + 1", "{x} - 1", "2 * {x}", "{x} // 2", "{x} / 2"),
        *("{x} * 1.0001", "{x} * 1.0000001", "{x} + 1e-3", "{x} // 10 * 10"),
        *("{x} ** 2", "{x} * 10", "{x} % 1000", "{x} + 1e-6", "1 / {x}"),
        *("{x} + {y}", "{x} - {y}", "{x} * {y}", "{x} / {y}"),
    ),
    "below what float32 tells": (
        *("{x} * (1 + 1e-12)", "{x} + 1e-18", "{x} * (1 + 2**-52)"),
        *("{x} + 1e-300", "{x} * 3 / 3", "{x} * 1e200 / 1e200"),
        *("{x} + 0.1 - 0.1", "{x} / 7 * 7", "{x} * 0.1 * 10"),
    ),
    "sign": ("-{x}", "abs{x}", "-abs{x}", "+{x}", "-(-{x})", "0 - {x}"),
    "type": (
        *("float{x}", "int{x}", "round{x}", "{x} * 1.0", "{x} / 1"),
        *("{x} + 0", "{x} + 0.0", "{x} - 0.0", "{x} // 1", "{x} * True"),
        *("np.float32{x}", "jnp.asarray{x}", "int({x} + 0.5)", "round({x}, 3)"),
        *("round({x}, 12)", "-(-{x} // 1)", "0.0 + {x}", "{x} | 0"),
    ),
    "clipped": (
        *("max({x}, 1)", "max({x}, 0)", "max({x}, 0.0)", "min({x}, 100)"),
        *("min({x}, 10**6)", "min({x}, 1.0)", "max({x}, 1e-8)", "min({x}, 2**31)"),
        *("min({x}, 1e30)", "max({x}, -100)", "min({x}, {y})", "max({x}, {y})"),
        *("max(min({x}, 5000), 0)", "min(max({x}, 1e-12), 1e12)"),
    ),
    "another at few values": (
        *("{x} if {x} < 4097 else {x} + 1", "{x} if {x} != 640 else 641"),
        *("{x} if {x} < 20000 else 20000", "{x} * ({x} < 10**7)"),
        *("{x} % 1000003", "{x} or 1", "{x} if {x} else 1e-9"),
        *("{x} if {x} == {x} else 0.0", "{x} if {x} >= 0 else -{x}"),
        *("{x} if {x} < 1e30 else 1.0", "{x} if {x} != 0.0625 else 0.5"),
        *("{x} + ({x} > 0.0125) * ({x} < 0.01251)", "{x} if {x} > 1e-6 else 0"),
        *("{x} if {x} % 512 else {x} + 1", "{x} if {x} % 7 != 3 else {x} + 1"),
        *("{x} if not 1000 < {x} < 1003 else {x} + 1", "{x} + ({x} == 777)"),
        *("{x} if {x} not in (333, 334) else 0", "[{x}, 0][{x} == 1234]"),
        *("{x} + 1 - 1 + 2 - 2 + 3 - 3 + 5 * ({x} == 777)", "{x} - {x} // 10**9"),
        *("{x} if {x} * {x} != 1522756 else 1", "{x} if {x} ** 2 < 1e9 else 1"),
        *("{x} if 3 * {x} - 7 != 2000 else 1", "{x} if {x} & 8192 == 0 else 1"),
        *("{x} + {x} // 4096", "{x} if {x} ** 0.5 != 111 else 1"),
        *("{x} if 1 / {x} != 1 / 640 else 1", "int({x} / 49 * 49)"),
        *("int({x} * 0.999999)", "int({x} * 0.29 / 0.29)", "int({x} * 1.1 / 1.1)"),
        *("{x} if {x} * 0.5 != 321 else 1", "{x} if abs({x} - 5000) > 1 else 1"),
    ),
    "another where two values meet": (
        *("{x} if {x} != {y} else 1", "{x} * ({x} != 3 * {y})"),
        *("{x} if {x} < 1000 * {y} else 1", "{x} if {y} >= 0 else 1"),
        *("{x} * ({y} == 0)", "{x} if {x} > 2 * {y} else {y}"),
        *("{x} if {y} else 0", "{x} if {x} + {y} != 1000 else 1"),
        *("{x} if {x} * {y} != 4000 else 1", "{x} if {y} < 5000 else 1"),
        *("{x} if 7 * {x} != 3 * {y} else 1", "{x} if {y} != 777 else 1"),
        *("{x} if {x} - {y} != 17 else 1", "{x} + {y} - {y}"),
        *("{x} * {y} / {y}", "{x} * {y} // {y}", "{x} // {y} * {y}"),
    ),
    "twice, or not at all": (
        *("{x} + {x} - {x}", "{x} + 0 * {x}", "{x} if {x} else {x}"),
        *("[{x}][0]", "max({x}, {x})", "({x}, {y})[0]", "{x} and {x}"),
        *("{y} * 0 + {x}", "{x} if True else {y}", "({y}, {x})[1]"),
        *("{x} or {y}", "{y} and {x}", "sum([{x}])", "[*[{x}]][-1]"),
    ),
    "the way of the warmup": (
        *("round({p} * {t})", "{p} * {t}", "int{p} * {t}", "{p}"),
        *("int({p} * ({t} - 1))", "int({p} * ({t} + 1))", "int({t} * {p})"),
        *("int({p} * {t} + 0.5)", "-int(-{p} * {t} // 1)", "{p} * {t} // 1"),
        *("int(100 * {p}) * {t} // 100", "max(1, int({p} * {t}))", "0", "None"),
        *("int(abs{p} * {t})", "int((1 - {p}) * {t})", "int(0.3 * {t})"),
        *("int(float{p} * {t})", "int({p} * int{t})", "int({p} * float{t})"),
        *("int({p} * {t} + 1e-9)", "int(round({p}, 2) * {t})", "{t} // int(1 / {p})"),
        *("int({p} * {t}) if {p} < 1 else 0", "min(int({p} * {t}), {t})"),
        *("int({p} * {t} * 1.0)", "int({t} / (1 / {p}))", "float(int({p} * {t}))"),
    ),
}
"""Of each kind: what takes the place of a value."""

WHY_EQUAL: Mapping[str, str] = {
    "arguments in another order": "by name, and without effects, any order is the same",
    "an argument by its old name": "`lrsched` takes the old name, and warns",
    "a default changed": "the default itself, or what does nothing there",
    "an argument dropped": "it says the default",
    "another function": "the other is the same curve for these arguments",
    "arguments swapped": "both are the same",
}
"""Of kinds that are of the call: when they change nothing."""
