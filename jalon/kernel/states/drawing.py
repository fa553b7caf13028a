"""Lives as pages of documentation: a diagram and the table it is drawn from."""

from collections.abc import Iterable

from jalon.kernel.states.machine import Machine, Transition

HEAD = """\
# Lives

Every life of Jalon is a table of `jalon/kernel/states`: in which state, which verb, by whom, what must hold,
which state follows, which evidence it leaves. Pages, refusals and this page are drawn from it. A verb with ↩
goes back on something and needs a reason. Written by `make lives`.
"""


def document(machines: Iterable[Machine]) -> str:
    """The page of all lives, in Markdown."""
    return "\n".join([HEAD, *(section(machine) for machine in machines)])


def section(machine: Machine) -> str:
    """One life: its diagram in Mermaid, its table."""
    rows = "\n".join(row(line) for line in machine.transitions)
    return f"""\
## {machine.name.capitalize()}

```mermaid
{diagram(machine)}
```

| in | verb | then | by | what must hold | evidence |
|---|---|---|---|---|---|
{rows}
"""


def diagram(machine: Machine) -> str:
    """A state diagram in Mermaid."""
    arrows = [f"    [*] --> {machine.initial}"]
    arrows += [f"    {line.state} --> {line.next}: {said(line.verb)}" for line in machine.transitions]
    arrows += [f"    {state} --> [*]" for state in machine.final]
    return "\n".join(["stateDiagram-v2", *arrows])


def row(line: Transition) -> str:
    """One line of the table."""
    cells = (
        said(line.state),
        said(line.verb) + (" ↩" if line.backward else ""),
        said(line.next),
        ", ".join(map(said, line.by)) or "-",
        ", ".join(map(said, line.guards)) or "-",
        ", ".join(f"`{kind}`" for kind in line.emits) or "-",
    )
    return f"| {' | '.join(cells)} |"


def said(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
