"""Which schedule is made, and with which values."""

from __future__ import annotations

from draft import Draft, Table

FUNCTIONS = Table("function")

SIZES = (40, 20, 29, 16)
CYCLE = "dict(init_value=0.0, peak_value=0.2, warmup_steps=2, decay_steps=9)"


def _some(draft: Draft, **optional: str) -> None:
    draft.values |= {
        name: value for name, value in optional.items() if draft.random.random() < 0.4
    }


def _sized(draft: Draft, length: str) -> str:
    draft.length = length
    draft.size = draft.random.choice(SIZES)
    return str(draft.size)


def _cosine(draft: Draft) -> None:
    draft.function, draft.old = "cosine_decay_schedule", "decay_steps"
    draft.values = {"init_value": "0.1", "decay_steps": _sized(draft, "decay_steps")}
    _some(draft, alpha="0.05", exponent="2.0")
    draft.again = draft.random.choice(
        ("0.2, decay_steps=30", "decay_steps=7, init_value=1.0")
    )


def _warmup_cosine(draft: Draft) -> None:
    draft.function, draft.old = "warmup_cosine_decay_schedule", "decay_steps"
    draft.values = {"init_value": "0.0", "peak_value": "0.1", "warmup_steps": "5"}
    draft.values["decay_steps"] = _sized(draft, "decay_steps")
    _some(draft, end_value="0.01", exponent="2.0")
    draft.again = "0.0, 0.2, 3, decay_steps=30"


def _onecycle(draft: Draft) -> None:
    draft.old = "pct_start"
    draft.values = {"transition_steps": _sized(draft, "transition_steps")}
    draft.values |= {"peak_value": "0.1", "pct_start": "0.3"}
    draft.values["pct_start"] = draft.random.choice(("0.3", "0.25", "0.57", "3 / 10"))
    draft.again = draft.random.choice(
        ("50, 0.2, 0.5", "50, 0.2, 1.0", "30, 0.2, pct_start=0.7")
    )


def _linear_onecycle(draft: Draft) -> None:
    draft.function = "linear_onecycle_schedule"
    _onecycle(draft)
    draft.values["pct_final"] = "0.85"
    _some(draft, div_factor="10.0")


def _cosine_onecycle(draft: Draft) -> None:
    draft.function = "cosine_onecycle_schedule"
    _onecycle(draft)
    _some(draft, div_factor="10.0", final_div_factor="100.0")


def _sgdr(draft: Draft) -> None:
    draft.function, draft.old = "sgdr_schedule", "decay_steps"
    draft.again = draft.random.choice((f"[{CYCLE}]", f"cosine_kwargs=[{CYCLE}]"))


for _apply in (_cosine, _warmup_cosine, _linear_onecycle, _cosine_onecycle, _sgdr):
    FUNCTIONS.plain(_apply)
