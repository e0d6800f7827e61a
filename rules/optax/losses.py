"""Optax's losses as data, as far as their arguments moved.

A test compares the table with the installed Optax.
"""

from __future__ import annotations

from ...codemod.rule import Function

_VECTORS = ("predictions", "targets")
_CTC = ("logits", "logit_paddings", "labels", "label_paddings")
_CLASSES = ("logits", "labels")
_ALONG = ("epsilon", "axis", "where")


def _loss(
    name: str, by_place: tuple[str, ...], *by_name: str, of: str, top: bool = True
) -> tuple[Function, int]:
    modules = [f"optax.losses._{of}", *(("optax", "optax._src.loss") if top else ())]
    function = Function(
        path=f"optax.losses.{name}",
        parameters=(*by_place, *by_name),
        required=1 if name == "huber_loss" else len(by_place),
        also=tuple(f"{module}.{name}" for module in modules),
        common=True,
    )
    return function, len(by_place)


# By their paths, with how many of their parameters can be given by position.
LOSSES = {
    known.path: (known, places)
    for known, places in (
        _loss("huber_loss", _VECTORS, "delta", of="regression"),
        _loss("cosine_similarity", _VECTORS, *_ALONG, of="regression"),
        _loss("cosine_distance", _VECTORS, *_ALONG, of="regression"),
        *(
            _loss(name, _CTC, "blank_id", "log_epsilon", of="classification")
            for name in ("ctc_loss", "ctc_loss_with_forward_probs")
        ),
        _loss("sigmoid_focal_loss", _CLASSES, "alpha", "gamma", of="classification"),
        _loss(
            *("poly_loss_cross_entropy", _CLASSES, *_ALONG),
            of="classification",
            top=False,
        ),
    )
}
