"""Floor 6: `harness rules`: which there are, what each says, and whether packs load and their own examples hold."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from harness.cli.judging import Rules, ruleset_of
from harness.cli.lazy import GroupedCommand
from harness.cli.terminal import counted
from harness.errors import UsageError

__all__ = ["rules_app"]

rules_app = typer.Typer(
    help="List, show and check rules.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@rules_app.callback()
def _group() -> None:
    """List, show and check rules."""


@rules_app.command("list", cls=GroupedCommand)
def list_(
    glob: Annotated[str, typer.Argument(help="Full ids that fit this, such as 'links.*'.")] = "*",
    rules: Rules = None,
) -> None:
    """A line for each rule: its full id, its weight, the kinds it is for, and what it says.

    Example: harness rules list 'links.*'
    """
    from fnmatch import fnmatchcase

    found = [rule for rule in ruleset_of(rules, None).rules if fnmatchcase(rule.id, glob)]
    if not found:
        raise UsageError(f"no rule's id fits {glob!r}: see harness rules list")
    for rule in found:
        typer.echo(f"{rule.id:<34} {rule.weight:+5.1f}  {rule.role:<10} {rule.says}")


@rules_app.command("show", cls=GroupedCommand)
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A rule's full id, <pack>.<rule>.")],
    format_: Annotated[Literal["text", "json"], typer.Option("--format", help="What to print.")] = "text",
    rules: Rules = None,
) -> None:
    """All of one rule: what it says and weighs, what it asks for, what forbids it, and its examples.

    Example: harness rules show links.cheap-suffix
    """
    from harness.rules.vocabulary import FEATURES
    from harness.text.nearest import nearest

    known = {rule.id: rule for rule in ruleset_of(rules, None).rules}
    if id_ not in known:
        raise UsageError(f"no rule {id_!r}{nearest(id_, known)}")
    rule = known[id_]
    if format_ == "json":
        typer.echo(json.dumps(asdict(rule), ensure_ascii=False, indent=1))
        return
    typer.echo(
        f"{rule.id}  {rule.weight:+g}  {rule.role}{f', counts for the group {rule.group}' if rule.group else ''}"
    )
    typer.echo(f"  {rule.says}")
    typer.echo(f"  on     {', '.join(rule.on)}")
    for name, condition in rule.features.items():
        typer.echo(f"  where  {name} is {condition}  ({FEATURES[name].says})")
    for label, values in (
        ("unless", rule.unless),
        ("sites", rule.sites),
        ("in", rule.selectors),
        ("terms", rule.terms),
    ):
        if values:
            typer.echo(f"  {label:<6} {', '.join(values)}")
    if rule.pattern:
        typer.echo(f"  fits   {rule.pattern}")
    for label, examples in (("spam", rule.spam), ("clean", rule.clean)):
        for example in examples:
            typer.echo(f"  {label:<6} {example}")


@rules_app.command("check", cls=GroupedCommand)
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Packs beside the built-in ones: files or folders.")
    ] = None,
) -> None:
    """Load all packs and run every rule's examples. Everything that does not hold is a line; exit 1 for an example, 2 for
    a pack that does not load.

    Example: harness rules check my-packs/
    """
    from harness.evidence.selftest import self_test
    from harness.rules.load import built_in_folder, load_packs, pack_files
    from harness.rules.pack import read_pack
    from harness.strict_yaml import Problem

    own = [file for path in paths or () for file in pack_files(path)]
    problems: list[str] = []
    for file in own:
        try:
            read_pack(file, file.read_text("utf-8"), "")
        except Problem as problem:
            problems.extend(problem.all)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{file}: cannot be read: {error}")
    if problems:
        for line in problems:
            typer.echo(line, err=True)
        raise typer.Exit(2)
    ruleset = load_packs(paths or ())
    failures = self_test(ruleset)
    for failure in failures:
        typer.echo(failure)
    built_in = len(pack_files(built_in_folder()))
    whose = f"{counted(built_in, 'built-in pack')}, {counted(len(own), 'pack')} of yours"
    hold = "all examples hold" if not failures else f"{counted(len(failures), 'example')} not met"
    typer.echo(f"{whose}, {counted(len(ruleset.rules), 'rule')}: {hold}", err=True)
    if failures:
        raise typer.Exit(1)


@rules_app.command("fit", cls=GroupedCommand)
def fit(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders that harness clean --keep-survey -o wrote, of labelled pages.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the heads, weights.yaml and report.md are put.")],
    truth: Annotated[
        Path | None, typer.Option(help="A folder of <page>/truth.json, where none lies beside a page's survey.")
    ] = None,
    add: Annotated[
        list[Path] | None, typer.Option(help="Lines of yours beside the built-in ones: folders of .txt files.")
    ] = None,
    honest: Annotated[
        list[Path] | None,
        typer.Option(help="Runs of pages that nobody polluted: some lines of each teach the heads, no truth is asked."),
    ] = None,
    heads_only: Annotated[bool, typer.Option("--heads-only", help="Fit the heads, and leave all weights.")] = False,
    worth: Annotated[
        float,
        typer.Option(min=0.1, max=1.0, help="With --heads-only: which share of its calibration a line counts as."),
    ] = 1.0,
    rules: Rules = None,
) -> None:
    """Fit the heads of what lines say, and the weights of all rules, to labelled pages; report what both are worth on what was
    held out. Needs scikit-learn: pip install 'harness[fit]'.

    Example: harness rules fit runs/spam runs/clean --truth cases -o fitted
    """
    from harness.rules.load import built_in_folder, load_packs

    try:
        from harness.evidence.match import HEADS, Matcher
        from harness.fitting.fit import counts_of, fit_all, fit_heads_alone, write_fit
        from harness.fitting.heads import write_heads
        from harness.fitting.honest import lines_of_honest
        from harness.fitting.labelled import read_runs
        from harness.fitting.lines import digest_of, read_lines
        from harness.fitting.report import markdown_of, markdown_of_heads
    except ImportError as error:
        raise UsageError(f"fitting needs scikit-learn: pip install 'harness[fit]' ({error})") from error
    folders = [built_in_folder() / "lines", *(add or ())]
    lines = [line for folder in folders for line in read_lines(folder)]
    if worth != 1.0 and not heads_only:
        raise UsageError("--worth is for --heads-only: where weights are fitted, they say what a line counts as")
    ruleset = load_packs(rules or (), fitted=False)
    pages = read_runs(runs, truth)
    more = lines_of_honest(honest, Matcher(ruleset)) if honest else []
    typer.echo(f"{counted(len(pages), 'labelled page')}", err=True)
    digests = " ".join(digest_of(folder) for folder in folders)
    note = f"Fitted by harness rules fit on {counted(len(pages), 'labelled page')}, lines {digests}."
    if more:
        note += f" Heard beside them: {counted(len(more), 'line')} of {len({each.page for each in more})} honest pages."

    def tell(told: str) -> None:
        typer.echo(told, err=True)

    if heads_only:
        heads, sides = fit_heads_alone(lines, pages, more, tell)
        out.mkdir(parents=True, exist_ok=True)
        write_heads(replace(heads.heads, calibration=heads.heads.calibration * worth), out / HEADS)
        text = markdown_of_heads(heads, sides, counts_of(lines), note)
    else:
        report = fit_all(lines, pages, ruleset, tell, more)
        out.mkdir(parents=True, exist_ok=True)
        write_fit(report, ruleset, out, note)
        text = markdown_of(report, note)
    (out / "report.md").write_text(text, encoding="utf-8")
    typer.echo(f"{out}: {'heads and' if heads_only else 'heads, weights.yaml and'} report.md", err=True)
