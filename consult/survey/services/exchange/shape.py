"""Whether a file of ours has the shape its JSON Schema describes, and where it has not."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).parents[2] / "survey.schema.json"
DEEPEST = 60
# What no database keeps and no page shows: control characters, halves of characters, no characters.
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Place = tuple[str | int, ...]
Fault = tuple[Place, str]
Schema = Mapping[str, Any]

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
IN_WORDS = {
    "object": "a group in {}",
    "array": "a list in []",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@cache
def schema() -> Schema:
    """Return the JSON Schema of a survey file."""
    read: Schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return read


def first_fault(data: Any) -> str:
    """Return a sentence on the first place that does not fit the schema; empty where all fits."""
    if too_deep(data):
        return f"It holds more than {DEEPEST} groups inside each other."
    place, what = next(_faults(data, schema(), ()), ((), ""))
    if not what:
        return ""
    return f"{in_words(place)} {what}." if place else f"The file {what}."


def too_deep(data: Any) -> bool:
    """Return whether groups stand inside groups further than we follow."""
    layer = [data]
    for _ in range(DEEPEST):
        layer = [part for each in layer for part in _parts(each)]
        if not layer:
            return False
    return True


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def in_words(place: Place) -> str:
    """Return a place in a file as people count it: questions 3, options 1, label."""
    words = ""
    for part in place:
        words += f" {part + 1}" if isinstance(part, int) else f", {part}"
    return f"“{words.removeprefix(', ')}”"


def _faults(value: Any, rule: Schema, place: Place) -> Iterator[Fault]:
    """Yield what is wrong with a value, the outermost first."""
    if "$ref" in rule:
        yield from _faults(value, _part(rule["$ref"]), place)
    if "anyOf" in rule:
        yield from _best(value, rule["anyOf"], place)
    wrong = next((what for check in CHECKS if (what := check(value, rule))), "")
    if wrong:
        yield place, wrong
    elif isinstance(value, dict):
        yield from _group_faults(value, rule, place)
    elif isinstance(value, list) and "items" in rule:
        for number, part in enumerate(value):
            yield from _faults(part, rule["items"], (*place, number))


def _best(value: Any, rules: Sequence[Schema], place: Place) -> Iterator[Fault]:
    """Yield what is wrong, where none of the rules fits, by the one that was meant."""
    faults = {rule["$ref"]: next(_faults(value, rule, place), None) for rule in rules}
    if None in faults.values():
        return
    meant = (fault for name, fault in faults.items() if fault and _is_meant(value, name))
    plain = "needs “all”, “any”, “not”, or a question and what it must be"
    yield next(meant, (place, plain))


def _is_meant(value: Any, name: str) -> bool:
    return isinstance(value, dict) and set(_part(name)["required"]) <= set(value)


def _part(name: str) -> Schema:
    part: Schema = schema()["$defs"][name.rpartition("/")[2]]
    return part


def _group_faults(value: Mapping[str, Any], rule: Schema, place: Place) -> Iterator[Fault]:
    known = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in value:
            yield (*place, name), "is missing"
    rest = rule.get("additionalProperties", True)
    names = rule.get("propertyNames", {}).get("enum")
    for name, part in value.items():
        if UNFIT.search(name) or (names and name not in names):
            yield place, f"cannot hold “{UNFIT.sub('', name)[:60]}”"
        elif name in known:
            yield from _faults(part, known[name], (*place, name))
        elif rest is False:
            yield (*place, name[:60]), "is nothing we know"
        elif rest is not True:
            yield from _faults(part, rest, (*place, name))


def _kind(value: Any, rule: Schema) -> str:
    wanted = rule.get("type", ())
    names = [wanted] if isinstance(wanted, str) else wanted
    if not names or any(_is(value, name) for name in names):
        return ""
    return f"must be {' or '.join(IN_WORDS[name] for name in names)}"


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, KINDS[name])


def _listed(value: Any, rule: Schema) -> str:
    if "const" in rule:
        wanted = rule["const"]
        same = value == wanted and isinstance(value, bool) is isinstance(wanted, bool)
        return "" if same else f"must be {json.dumps(wanted)}"
    if "enum" in rule and value not in rule["enum"]:
        return f"must be one of {', '.join(rule['enum'])}"
    return ""


def _text(value: Any, rule: Schema) -> str:
    if not isinstance(value, str):
        return ""
    if UNFIT.search(value):
        return "holds a character that cannot be kept"
    if len(value) < rule.get("minLength", 0):
        return "must not be empty"
    if len(value) > rule.get("maxLength", len(value)):
        return f"is longer than {rule['maxLength']} characters"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        return "needs small letters, digits and _, and no more than 60 of them"
    return ""


def _size(value: Any, rule: Schema) -> str:
    if isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            return "must not be empty"
        if len(value) > rule.get("maxItems", len(value)):
            return f"has more than {rule['maxItems']} entries"
    if isinstance(value, dict) and len(value) < rule.get("minProperties", 0):
        return "says too little"
    return ""


def _range(value: Any, rule: Schema) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    if value < rule.get("minimum", value):
        return f"must be {rule['minimum']} or more"
    if value > rule.get("maximum", value):
        return f"must be {rule['maximum']} or less"
    return ""


CHECKS: tuple[Callable[[Any, Schema], str], ...] = (_kind, _listed, _text, _size, _range)
