"""What `make run` tells you to open, and as whom to sign in: filled at start by the faces and by the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entrance:
    """A page worth opening first."""

    title: str
    path: str


@dataclass(frozen=True)
class SignIn:
    """An account of the demonstration. Never offer one that exists outside of it."""

    who: str
    name: str
    password: str
    note: str = ""


@dataclass
class Directory:
    """Entrances and sign-ins in the order in which they were offered; the same one offered twice stands once."""

    entrances: list[Entrance] = field(default_factory=list)
    sign_ins: list[SignIn] = field(default_factory=list)

    def offer_entrance(self, *, title: str, path: str) -> None:
        entrance = Entrance(title=title, path=path)
        if entrance not in self.entrances:
            self.entrances.append(entrance)

    def offer_sign_in(self, *, who: str, name: str, password: str, note: str = "") -> None:
        sign_in = SignIn(who=who, name=name, password=password, note=note)
        if sign_in not in self.sign_ins:
            self.sign_ins.append(sign_in)

    def text(self, *, base: str, with_sign_ins: bool) -> str:
        """The lines to print, columns aligned."""
        width = max((len(entrance.title) for entrance in self.entrances), default=0)
        lines = [f"  {entrance.title:<{width}}  {base}{entrance.path}" for entrance in self.entrances]
        if with_sign_ins and self.sign_ins:
            width = max(len(sign_in.who) for sign_in in self.sign_ins)
            lines += ["", "Sign in to the demonstration as"]
            lines += [
                f"  {sign_in.who:<{width}}  {sign_in.name}  {sign_in.password}  {sign_in.note}".rstrip()
                for sign_in in self.sign_ins
            ]
        return "\n".join(lines)


directory = Directory()
