"""YAML of plain values (mappings, lists, text, whole numbers), fast and always the same.

Text is written as a JSON string, which YAML 1.2 reads as it stands; so no text can be taken for
a number, a date or a truth value by any reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z][\w-]*")


def dump(value: Mapping[str, Any] | list[Any]) -> str:
    """*value* as block YAML, each line ended.

    >>> print(dump({"a": [{"b": 1, "c": "on"}, {"b": 2}], "d": [[2020, 1]]}), end="")
    a:
      - b: 1
        c: "on"
      - b: 2
    d:
      - [2020, 1]
    """
    return "".join(f"{line}\n" for line in _lines(value))


def _lines(value: Any) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict):
        for key, one in value.items():
            shown = key if _BARE_KEY.fullmatch(key) else _scalar(key)
            if isinstance(one, (dict, list)) and not _is_flat(one):
                found += [f"{shown}:", *(f"  {line}" for line in _lines(one))]
            else:
                found.append(f"{shown}: {_scalar(one)}")
        return found
    for one in value:
        if isinstance(one, (dict, list)) and not _is_flat(one):
            first, *rest = _lines(one)
            found += [f"- {first}", *(f"  {line}" for line in rest)]
        else:
            found.append(f"- {_scalar(one)}")
    return found


def _is_flat(value: Any) -> bool:
    """A list of numbers stands on one line."""
    return isinstance(value, list) and all(isinstance(one, int) for one in value)


#: Made once: `json.dumps` makes an encoder for each value.
_scalar = json.JSONEncoder(ensure_ascii=False).encode
