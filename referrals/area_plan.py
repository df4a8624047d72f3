"""What an area begins with, as a file or answers say it: a board, networks, practices, a team, two people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TypeAlias, TypeVar

from referrals.kit.refusal import gettext_noop as _

P = TypeVar("P", bound="Part")
Table: TypeAlias = Mapping[str, object]


class PlanError(Exception):
    """The plan cannot be carried out; `faults` are sentences, each with the place where it is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a plan: its fields are the keys of a table in the file; those without a default have to be there."""

    name: str

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """The keys that have to be there."""
        return ("name",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded(Part):
    """An NHS organisation with its ODS code."""

    ods_code: str

    @classmethod
    def required(cls) -> tuple[str, ...]:
        return ("ods_code", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice(Coded):
    """A practice; `network` is its network's ODS code, `local_authority` an ONS code."""

    network: str = ""
    email: str = ""
    phone: str = ""
    local_authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Part):
    """The team to which the practices refer."""

    email: str = ""
    phone: str = ""
    local_authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone(Part):
    """Somebody who gets a link to choose a password."""

    email: str

    @classmethod
    def required(cls) -> tuple[str, ...]:
        return ("name", "email")


@dataclass(frozen=True, slots=True)
class AreaPlan:
    """All of it."""

    board: Coded
    networks: tuple[Coded, ...]
    practices: tuple[Practice, ...]
    team: Team
    manager: Someone
    administrator: Someone


ONE: dict[str, type[Part]] = {"board": Coded, "team": Team, "manager": Someone, "administrator": Someone}
MANY: dict[str, type[Part]] = {"networks": Coded, "practices": Practice}
LONGEST = {"name": 150, "ods_code": 12, "network": 12, "email": 254, "phone": 30, "local_authority": 9}


def parse(data: Table) -> AreaPlan:
    """The plan that tables of texts describe; PlanError with every fault that they have."""
    faults = [f"{key}: {_('nobody knows this part')}" for key in data if key not in {*ONE, *MANY}]
    faults += [fault for key in ONE for fault in _faults(key, data.get(key, {}), ONE[key])]
    for key, kind in MANY.items():
        tables = data.get(key, [])
        if isinstance(tables, list):
            faults += [fault for at, table in enumerate(tables, 1) for fault in _faults(f"{key} {at}", table, kind)]
        else:
            faults.append(f"{key}: {_('write it as [[%s]], one for each') % key}")
    if faults:
        raise PlanError(faults)
    plan = AreaPlan(
        board=_part(Coded, data["board"]),
        networks=tuple(_part(Coded, table) for table in _several(data.get("networks"))),
        practices=tuple(_part(Practice, table) for table in _several(data.get("practices"))),
        team=_part(Team, data["team"]),
        manager=_part(Someone, data["manager"]),
        administrator=_part(Someone, data["administrator"]),
    )
    if faults := list(_contradictions(plan)):
        raise PlanError(faults)
    return plan


def _faults(where: str, table: object, kind: type[Part]) -> Iterator[str]:
    if not isinstance(table, Mapping):
        yield f"{where}: {_('write it as a table of its own')}"
        return
    known = {field.name for field in fields(kind)}
    yield from (f"{where}: {_('%s is missing') % key}" for key in kind.required() if not _text(table.get(key, "")))
    for key, value in table.items():
        if key not in known:
            yield f"{where}: {_('%s is not known here') % key}"
        elif not isinstance(value, str):
            yield f"{where}: {_('%s has to be a text in quotes') % key}"
        elif len(_text(value)) > LONGEST[key]:
            yield f"{where}: {_('%s is too long') % key}"
        elif key == "email" and value and ("@" not in value or " " in _text(value)):
            yield f"{where}: {_('email is no e-mail address')}"


def _contradictions(plan: AreaPlan) -> Iterator[str]:
    codes = [one.ods_code for one in (plan.board, *plan.networks, *plan.practices)]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    yield from (f"{code}: {_('two organisations have this code')}" for code in twice)
    networks = {one.ods_code for one in plan.networks}
    for at, one in enumerate(plan.practices, 1):
        if one.network and one.network not in networks:
            yield f"practices {at}: {_('there is no network %s in this plan') % one.network}"


def _several(tables: object) -> list[object]:
    return tables if isinstance(tables, list) else []


def _part(kind: type[P], table: object) -> P:
    texts = {key: _text(value) for key, value in table.items()} if isinstance(table, Mapping) else {}
    return kind(**{key: text.upper() if key in {"ods_code", "network"} else text for key, text in texts.items()})


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
