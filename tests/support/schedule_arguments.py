"""Arguments of every schedule of Optax, to be drawn by Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

LAST = 700  # the last step that is compared

positive = st.floats(1e-4, 10.0)
lengths = st.integers(1, 300)
fractions = st.floats(0.01, 0.99)
scales = st.dictionaries(st.integers(1, 600), st.floats(0.0, 3.0), max_size=4)
ARGUMENTS: dict[str, st.SearchStrategy[dict[str, object]]] = {
    "constant_schedule": st.fixed_dictionaries({"value": positive}),
    "linear_schedule": st.fixed_dictionaries(
        {"init_value": positive, "end_value": positive, "transition_steps": lengths},
        optional={"transition_begin": st.integers(-9, 99)},
    ),
    "polynomial_schedule": st.fixed_dictionaries(
        {
            "init_value": positive,
            "end_value": positive,
            "power": st.sampled_from([1, 2, 0.5, 3.0]),
            "transition_steps": st.integers(-1, 300) | st.floats(1.0, 300.0),
            "transition_begin": st.integers(-9, 99),
        }
    ),
    "exponential_decay": st.fixed_dictionaries(
        {
            "init_value": positive,
            "transition_steps": lengths,
            "decay_rate": st.floats(0.2, 1.5) | st.sampled_from([0, 1, 0.5, 2.0]),
        },
        optional={
            "transition_begin": st.integers(-9, 99),
            "staircase": st.booleans(),
            "end_value": st.none() | positive,
        },
    ),
    "cosine_decay_schedule": st.fixed_dictionaries(
        {"init_value": positive, "decay_steps": lengths},
        optional={"alpha": fractions, "exponent": st.sampled_from([1.0, 2.0, 0.5])},
    ),
    "warmup_constant_schedule": st.fixed_dictionaries(
        {"init_value": positive, "peak_value": positive, "warmup_steps": lengths}
    ),
    "warmup_cosine_decay_schedule": st.fixed_dictionaries(
        {
            "init_value": positive,
            "peak_value": positive | st.just(0.0),
            "warmup_steps": st.integers(0, 100),
            "decay_steps": st.integers(101, 300),
        },
        optional={"end_value": positive, "exponent": st.sampled_from([1.0, 2.0])},
    ),
    "warmup_exponential_decay_schedule": st.fixed_dictionaries(
        {
            "init_value": positive,
            "peak_value": positive,
            "warmup_steps": st.integers(0, 100),
            "transition_steps": lengths,
            "decay_rate": st.floats(0.2, 1.5),
        },
        optional={
            "transition_begin": st.integers(-9, 99),
            "staircase": st.booleans(),
            "end_value": st.none() | positive,
        },
    ),
    "sgdr_schedule": st.fixed_dictionaries(
        {
            "cosine_kwargs": st.lists(
                st.fixed_dictionaries(
                    {
                        "init_value": positive,
                        "peak_value": positive,
                        "warmup_steps": st.integers(0, 50),
                        "decay_steps": st.integers(51, 150),
                    }
                ),
                min_size=1,
                max_size=3,
            )
        }
    ),
    "piecewise_constant_schedule": st.fixed_dictionaries(
        {"init_value": positive}, optional={"boundaries_and_scales": scales}
    ),
    "piecewise_interpolate_schedule": st.fixed_dictionaries(
        {
            "interpolate_type": st.sampled_from(["linear", "cosine"]),
            "init_value": positive,
        },
        optional={"boundaries_and_scales": scales},
    ),
    "linear_onecycle_schedule": st.fixed_dictionaries(
        {"transition_steps": lengths, "peak_value": positive},
        optional={
            "pct_start": fractions,
            "pct_final": fractions,
            "div_factor": positive,
        },
    ),
    "cosine_onecycle_schedule": st.fixed_dictionaries(
        {"transition_steps": lengths | st.floats(1.0, 300.0), "peak_value": positive},
        optional={"pct_start": fractions, "final_div_factor": positive},
    ),
}
