"""Floor 3: a browser and the rules, open for any number of pages, and the one call that cleans one."""

import asyncio
import threading
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, get_args

from harness import evidence, loop, reading
from harness.attempts import SMALL_BYTES, Attempts
from harness.browser import Browser, VisitOptions
from harness.browser.memory import Thrift
from harness.cloaking import Cloaking
from harness.deadline import Deadline
from harness.errors import DeadlineExceeded, HarnessError, PageError
from harness.evidence.in_force import Profile, RulesInForce
from harness.inert import inert_text
from harness.model import CleanPage, Failure, RulePackVersion, ShotFormat
from harness.reading.options import Hidden, Images
from harness.sources import Source, open_source
from harness.sources.identity import identities_of
from harness.story import Telling
from harness.text import language, native  # noqa: F401  native says how the interpreter ends, before a thread is in the background
from harness.visual import ShotOptions

if TYPE_CHECKING:
    from playwright.async_api import Playwright

    from harness.evidence.sites import Sites

__all__ = ["Cleaner", "clean", "failed_page"]


class Cleaner:
    """A browser and the rules, ready for any number of pages; one page at a time, concurrent calls queue.

        async with Cleaner(shots=True) as cleaner:
            page = await cleaner.clean("https://example.org/article")

    `options` say how pages are visited, `rules` are files or folders of packs beside the built-in ones, `disable` globs
    over full rule ids. `keep` and `remove` are CSS selectors (`:has-text("...")` among them) of what stays or goes whatever the
    rules say; `remove_suspects` says that what is suspect goes too, `profile` how
    sure the judgement has to be: careful, normal or strict (docs/evidence.md has what each is worth). `links` says whether the article's Markdown keeps them, `images` whether it keeps the article's pictures, their alternative text
    (`alt`) or neither, `hidden` whether its closed panels and tabs are read too. `shots` says whether pictures are taken, as PNG (True) or in this format,
    at most `shot_width_px` wide; `keep_survey` whether `CleanPage.survey` holds what was seen
    in the page, as the bytes of a survey.json, and `survey_after` what was left after the sweep. With `as_` the page is visited as each of these (`reader`, `googlebot`, ...: see --as), and cleaned as the first. With `across` the
    pages of one site speak for each other: from the eighth on a page is judged by what the site's others say, too. `note` hears what a user should know of the choice of rules (a glob that
    fits none); without it that is a Python warning.

    Raises TypeError for a value of the wrong kind at once; on entering RulesInvalid, and BrowserNotFound.
    """

    def __init__(
        self,
        *,
        options: VisitOptions | None = None,
        rules: Sequence[str | Path] = (),
        disable: Sequence[str] = (),
        keep: Sequence[str] = (),
        remove: Sequence[str] = (),
        remove_suspects: bool = False,
        profile: Profile = "normal",
        links: bool = True,
        images: Images = "drop",
        hidden: Hidden = "drop",
        shots: bool | ShotFormat = False,
        shot_width_px: int | None = None,
        keep_survey: bool = False,
        as_: Sequence[str] = (),
        across: bool = False,
        note: Callable[[str], None] = warnings.warn,
    ) -> None:
        if options is not None and not isinstance(options, VisitOptions):
            raise TypeError(f"options: a VisitOptions is meant, not {options!r}")
        paths = tuple(Path(path) for path in _listed("rules", rules, (str, Path)))
        self.options = options or VisitOptions()
        rules_in_force = RulesInForce(
            paths,
            tuple(_listed("disable", disable, (str,))),
            note,
            tuple(_listed("keep", keep, (str,))),
            tuple(_listed("remove", remove, (str,))),
            _profile(profile),
        )
        read = reading.ReadingOptions(bool(links), _one_of("images", images, Images), _one_of("hidden", hidden, Hidden))
        self.telling = Telling(
            rules_in_force,
            remove_suspects,
            read,
            _shot_options(shots, shot_width_px),
            keep_survey,
            _sites() if across else None,
        )
        self.identities = identities_of(_listed("as_", as_, (str,))) if as_ else ()
        self._stack = AsyncExitStack()
        self._browser: Browser | None = None
        self._turn = asyncio.Lock()
        self._thrift = Thrift()
        self._small = False
        self._driver: asyncio.Task[Playwright] | None = None

    def __repr__(self) -> str:
        state = "open" if self._browser else "not open"
        return f"<Cleaner {state}, shots={self.telling.shots is not None}, keep_survey={self.telling.keep_survey}>"

    @property
    def browser_version(self) -> str:
        """The open browser's version; empty where none is open."""
        return self._browser.version if self._browser else ""

    @property
    def packs(self) -> tuple[RulePackVersion, ...]:
        """The rule packs in force. Raises RulesInvalid."""
        return self.telling.rules.matcher().ruleset.packs

    def twin(self) -> "Cleaner":
        """Another one that is not open yet, with the same rules and options: for a worker of its own."""
        twin = Cleaner(options=self.options)
        twin.telling, twin.identities = self.telling, self.identities
        return twin

    async def __aenter__(self) -> Self:
        """Open the browser, and load the rules and what reads pages while it starts."""
        threading.Thread(target=self._warm_up, daemon=True, name="warming up").start()
        try:
            self._browser = await self._stack.enter_async_context(Browser.launched(self.options, self._driver))
            await asyncio.to_thread(self.telling.rules.matcher)
        except BaseException:
            self._browser = None
            await self._stack.aclose()
            # Rules that do not load are the user's to mend, with a browser or without.
            await asyncio.to_thread(self.telling.rules.matcher)
            raise
        return self

    def expecting(self, html: bytes | None, driver: "asyncio.Task[Playwright] | None" = None) -> Self:
        """What the first page's HTML will be, where it is at hand: for a small one nothing is prepared that it hardly needs
        and that takes half a second. `driver` is the browser's, where it was started already."""
        self._small = html is not None and len(html) < SMALL_BYTES
        self._driver = driver
        return self

    def _warm_up(self) -> None:
        with suppress(HarnessError):  # whoever asks for the rules hears of it
            self.telling.rules.matcher()
            if not self._small:
                reading.warm_up()
                language.warm_up()
                if self.telling.rules.matcher().heads is not None:
                    from harness.text import encoder  # and numpy with it, which a run without meaning does not need

                    encoder.warm_up()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser = None
        await self._stack.aclose()

    async def clean(
        self, source: str | Path | Source, *, base_url: str | None = None, html: bytes | None = None
    ) -> CleanPage:
        """One page, cleaned; a page that fails comes back with `error` set.

        `source` is a URL, an HTML file, a fixture's folder, or `-` for the HTML in `html`; `base_url` is the address that
        HTML from a file or from `html` shall have. The page's deadline begins with its turn: waiting for the pages before
        it costs it nothing. Raises UsageError for a source that cannot be, TypeError for a value of the wrong kind.
        """
        if self._browser is None:
            raise HarnessError("the Cleaner is not open: use `async with Cleaner() as cleaner`")
        _check_source(source, base_url, html)
        try:
            opened = (
                open_source(str(source), base_url=base_url, html=html) if isinstance(source, str | Path) else source
            )
        except PageError as error:
            return failed_page(str(source), str(source), error)
        try:
            async with self._turn:
                page = await self._visited(opened, self._browser)
        except DeadlineExceeded as error:
            late = DeadlineExceeded(f"not read within the deadline of {self.options.deadline_s:g} s: {error}")
            late.events = error.events
            page = failed_page(opened.name, opened.opening.url, late)
        except PageError as error:
            page = failed_page(opened.name, opened.opening.url, error)
        finally:
            await opened.close()
            self._thrift.give_back()
        return _named(page, opened) if opened.opening.stand_in else page

    async def _visited(self, source: Source, browser: Browser) -> CleanPage:
        if self.identities:
            return await Cloaking(self.telling, source, browser, self.options.deadline_s, self.identities).page()
        return await Attempts(self.telling, source, browser, Deadline(self.options.deadline_s)).page()


def _named(page: CleanPage, source: Source) -> CleanPage:
    """The page without the address that was made up for it: it has the name that the user gave, and its links lead where
    they led in the file."""

    def shown(text: str) -> str:
        return text.replace(source.opening.stand_in, "")

    own = source.name if page.final_url in {None, source.opening.url} else shown(page.final_url or "")
    return replace(
        page,
        url=source.name,
        final_url=own if page.final_url is not None else None,
        html=shown(page.html),
        article=replace(
            page.article,
            markdown=shown(page.article.markdown),
            canonical=shown(page.article.canonical or "") or None,
            image=shown(page.article.image or "") or None,
        ),
        events=tuple(replace(event, detail=shown(event.detail)) for event in page.events),
        error=replace(page.error, message=shown(page.error.message)) if page.error else None,
    )


def failed_page(name: str, url: str, error: HarnessError) -> CleanPage:
    """The line that a page leaves when it fails: every page is a line."""
    return CleanPage(
        source=inert_text(name),
        url=inert_text(url),
        status=error.status if isinstance(error, PageError) else "failed",
        error=Failure(error.code, inert_text(str(error))),
        events=error.events if isinstance(error, PageError) else (),
    )


def _listed(name: str, values: object, kinds: tuple[type, ...]) -> list[Any]:
    """The values of a parameter that takes several; a text alone would be taken letter by letter."""
    if isinstance(values, str | bytes | Path) or not isinstance(values, Iterable):
        raise TypeError(f"{name}: a list is meant, not {values!r}; write {name}=[{values!r}]")
    found = list(values)
    for value in found:
        if not isinstance(value, kinds):
            raise TypeError(f"{name}: {value!r} is no {' or '.join(kind.__name__ for kind in kinds)}")
    return found


def _one_of(name: str, value: Any, values: Any) -> Any:
    """The value of a parameter that has few; raises TypeError for another."""
    if value not in get_args(values):
        raise TypeError(f"{name}: one of {', '.join(get_args(values))} is meant, not {value!r}")
    return value


def _shot_options(shots: Any, width_px: Any) -> ShotOptions | None:
    """How pictures are written. Raises TypeError for what is no format or no width."""
    if width_px is not None and (not isinstance(width_px, int) or isinstance(width_px, bool) or width_px < 1):
        raise TypeError(f"shot_width_px: a number of pixels above 0 is meant, not {width_px!r}")
    if isinstance(shots, bool):
        return ShotOptions("png", width_px) if shots else None
    return ShotOptions(_one_of("shots", shots, ShotFormat), width_px)


def _sites() -> "Sites":
    from harness.evidence.sites import Sites  # with all that judges, which a browser starts beside

    return Sites()


def _profile(value: str) -> Profile:
    if value not in evidence.PRIORS:
        raise TypeError(f"profile: one of {', '.join(evidence.PRIORS)} is meant, not {value!r}")
    return value  # type: ignore[return-value]


def _check_source(source: object, base_url: object, html: object) -> None:
    """Raises TypeError, with the parameter's name, before anything is opened."""
    if not isinstance(source, str | Path) and not callable(getattr(source, "answer", None)):
        raise TypeError(f"source: a URL, a path or '-' is meant, not {source!r}")
    if base_url is not None and not isinstance(base_url, str):
        raise TypeError(f"base_url: an address as text is meant, not {base_url!r}")
    if html is not None and not isinstance(html, bytes):
        hint = "; encode it: html=text.encode()" if isinstance(html, str) else ""
        raise TypeError(f"html: bytes are meant, not {type(html).__name__}{hint}")


def clean(
    source: str | Path | Source,
    *,
    base_url: str | None = None,
    html: bytes | None = None,
    options: VisitOptions | None = None,
    rules: Sequence[str | Path] = (),
    disable: Sequence[str] = (),
    keep: Sequence[str] = (),
    remove: Sequence[str] = (),
    remove_suspects: bool = False,
    profile: Profile = "normal",
    links: bool = True,
    images: Images = "drop",
    hidden: Hidden = "drop",
    shots: bool | ShotFormat = False,
    shot_width_px: int | None = None,
    keep_survey: bool = False,
    as_: Sequence[str] = (),
    note: Callable[[str], None] = warnings.warn,
) -> CleanPage:
    """One page, cleaned, for scripts and notebooks; also where an event loop runs already. A browser is opened for it
    alone: for more pages use `Cleaner`.

    `html` alone is enough where the page is at hand: `clean("-", html=b"<p>...")`. The other parameters are those of
    `Cleaner` and `Cleaner.clean`. Raises UsageError (no such file, no browser, rules that do not load) and TypeError; a
    page that fails comes back with `error` set.
    """
    _check_source(source, base_url, html)
    cleaner = Cleaner(
        options=options,
        rules=rules,
        disable=disable,
        keep=keep,
        remove=remove,
        remove_suspects=remove_suspects,
        profile=profile,
        links=links,
        images=images,
        hidden=hidden,
        shots=shots,
        shot_width_px=shot_width_px,
        keep_survey=keep_survey,
        as_=as_,
        note=note,
    )

    async def story() -> CleanPage:
        async with cleaner.expecting(html):
            return await cleaner.clean(source, base_url=base_url, html=html)

    found: list[CleanPage] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            found.append(loop.run(story()))
        except BaseException as error:  # carried over to the caller's thread, whatever it is
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return found[0]
