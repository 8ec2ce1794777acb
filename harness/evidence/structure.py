"""Floor 2: what a block's shape and place say: runs of look-alike short lines, links, layers, tokens."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.address import host_of, leads_nowhere, site_of
from harness.evidence.context import Context, is_prose, language_gap
from harness.survey import Block, Survey
from harness.survey.tree import by_container, inherited, strongest_above
from harness.text.scripts import script_of
from harness.text.tokens import broken_letters, characters, is_random_token, letters

__all__ = ["Features", "block_features"]

Features = dict[str, float | bool | str]
# Platforms that pages of every kind link to; such a link says nothing of who paid for it.
PLATFORMS = frozenset(
    {
        "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "youtu.be", "t.me", "telegram.me",
        "telegram.org", "wa.me", "whatsapp.com", "linkedin.com", "pinterest.com", "tiktok.com", "snapchat.com",
        "reddit.com", "tumblr.com", "flickr.com", "vimeo.com", "threads.net", "bsky.app", "mastodon.social",
        "discord.gg", "discord.com", "vk.com", "ok.ru", "dzen.ru", "rutube.ru", "weibo.com", "weibo.cn", "qq.com",
        "bilibili.com", "zhihu.com", "douban.com", "douyin.com", "toutiao.com", "line.me", "naver.com", "kakao.com",
        "hatena.ne.jp", "google.com", "apple.com", "microsoft.com", "wikipedia.org", "github.com", "gravatar.com",
        "wordpress.org", "wordpress.com", "medium.com", "spotify.com", "soundcloud.com",
    }
)  # fmt: skip
HEAD_CHARACTERS = 3
MAX_LINE = 80
MIN_HOST = 3
QUOTES = {"pre", "code", "blockquote", "kbd", "samp", "q"}
CODE_TAGS = {"pre", "code", "td", "kbd", "samp"}


@dataclass(frozen=True, slots=True)
class Run:
    """Short lines beside each other in one container, as counts."""

    length: int
    link_share: float
    dead_links: int
    outside_links: int
    outside_hosts: int
    inside_links: int
    shared_head: float
    language_gap: float = 0.0
    named_hosts: float = 0.0
    latin_links: int = 0
    repeats: int = 0
    lines: int = 0


EMPTY = Run(0, 0.0, 0, 0, 0, 0, 0.0)


def _unbroken(blocks: Sequence[Block]) -> list[list[Block]]:
    """The short lines of a container in unbroken rows: running text between them ends a row."""
    rows: list[list[Block]] = [[]]
    for block in blocks:
        if is_prose(block):
            rows.append([])
        else:
            rows[-1].append(block)
    return [row for row in rows if row]


def _run(blocks: list[Block], context: Context) -> Run:
    short = [b for b in blocks if not is_prose(b) and characters(b.text) <= MAX_LINE]
    links = [link for b in short for link in b.links]
    if len(short) < 2 and len(links) < 3:
        return EMPTY
    sites = [site_of(link.url) for link in links]
    dead = [leads_nowhere(link.written) for link in links]
    outside = [s for s, d in zip(sites, dead, strict=True) if not d and s and s not in context.own_sites | PLATFORMS]
    platforms = sum(site in PLATFORMS for site in sites)
    latin = [(b.text[k.start : k.end], k.url) for b in short for k in b.links if site_of(k.url) in outside]
    latin = [(text, url) for text, url in latin if script_of(text) == "LATIN"]
    named = sum(_names_its_host(text, url) for text, url in latin)
    pieces = Counter(piece for b in short for piece in _heads(b.text))
    shared = pieces.most_common(1)[0][1] / len(short) if pieces and len(short) >= 3 else 0.0
    total = sum(len(b.text) for b in short)
    return Run(
        length=max(len(short), len(links)),
        link_share=sum(link.end - link.start for link in links) / max(total, 1),
        dead_links=sum(dead),
        outside_links=len(outside),
        outside_hosts=len(set(outside)),
        inside_links=len(links) - len(outside) - sum(dead) - platforms,
        shared_head=shared,
        named_hosts=named / max(len(latin), 1),
        latin_links=len(latin),
        lines=len(short),
        repeats=len(short) - len({letters(b.text) for b in short}),
        language_gap=language_gap("\n".join(b.text for b in short), context) if len(short) >= 3 else 0.0,
    )


def _names_its_host(text: str, url: str) -> bool:
    """True where a link's text and its host have a word in common, as links have that people make: `Harper Collins`
    leads to harpercollins.com, sold words lead anywhere."""
    host = letters(host_of(url))
    words = [w for w in re.findall(r"[a-z0-9]+", text.casefold()) if len(w) >= MIN_HOST]
    initials = "".join(w[0] for w in re.findall(r"[a-z0-9]+", text.casefold()))
    return any(w in host or (len(host) >= 4 and host in w) for w in words) or (
        len(host) >= MIN_HOST and initials == host
    )


def _heads(text: str) -> set[str]:
    """The pieces of a line that a permutation would repeat: words, or pairs of characters where no spaces are."""
    text = text.casefold()
    words = {w for w in re.findall(r"[^\W\d_]{4,}", text) if script_of(w) not in {"CJK", "THAI"}}
    runs = re.findall(r"[\u3400-\u9fff\u0e00-\u0e7f]{2,}", text)
    # Names of sites end alike; what sold words share is how they begin.
    return words | {run[i : i + 2] for run in runs for i in range(min(HEAD_CHARACTERS, len(run) - 1))}


def block_features(survey: Survey, context: Context) -> list[Features]:
    """The features of every block, in the vocabulary of the rules; word shares and neighbours come later."""
    groups = by_container(survey)
    inserted = {block.index for blocks in groups.values() for block in _among_server_prose(survey, blocks)}
    runs = {
        b.index: run
        for blocks in groups.values()
        for part in _unbroken(blocks)
        for run in [_run(part, context)]
        for b in part
    }
    layer = strongest_above(survey, lambda e: e.layer if e.position in {"fixed", "absolute"} else 0.0)
    fixed = inherited(survey, lambda e: e.position == "fixed")
    quoted = inherited(survey, lambda e: e.tag in QUOTES)
    found = []
    for block in survey.blocks:
        run = runs.get(block.index, EMPTY)
        if run is EMPTY and not is_prose(block):
            run = _run([block], context)
        measured = _features(survey, block, context, run, layer[block.element])
        measured["fixed"] = fixed[block.element]
        measured["quoted"] = quoted[block.element]
        measured["among_server_prose"] = block.index in inserted
        found.append(measured)
    return found


def _among_server_prose(survey: Survey, blocks: Sequence[Block]) -> list[Block]:
    """Running text that a script put in, with running text of the server's before and after it in the same container."""
    prose = [b for b in blocks if is_prose(b) and not b.hidden_by]
    sent = [b.index for b in prose if not b.at_ms]
    return [b for b in prose if b.at_ms and sent and sent[0] < b.index and len(sent) >= 2]


def _features(survey: Survey, block: Block, context: Context, run: Run, layer: float) -> Features:
    outside = [
        link
        for link in block.links
        if not leads_nowhere(link.written) and (site := site_of(link.url)) and site not in context.own_sites | PLATFORMS
    ]
    script = script_of(block.text)
    size = characters(block.text)
    main = context.first >= 0
    tags = {survey.elements[block.element].tag, survey.elements[survey.elements[block.element].parent].tag}
    return {
        "hidden": bool(block.hidden_by),
        "hidden_by": block.hidden_by,
        "chars": size,
        "links": len(block.links),
        "link_share": sum(link.end - link.start for link in block.links) / max(len(block.text), 1),
        "outside_links": len(outside),
        "dead_links": sum(leads_nowhere(link.written) for link in block.links),
        "run_length": run.length,
        "run_link_share": run.link_share,
        "run_dead_links": run.dead_links,
        "run_outside_links": run.outside_links,
        "run_outside_hosts": run.outside_hosts,
        "run_inside_links": run.inside_links,
        "run_shared_head": run.shared_head,
        "prose": is_prose(block),
        "place": "main"
        if not main or context.first <= block.index <= context.last
        else "before"
        if block.index < context.first
        else "after",
        "layer_share": layer,
        "by_script": block.at_ms > 0,
        "late_ms": block.at_ms,
        "random_token": not block.links and not (tags & CODE_TAGS) and is_random_token(block.text),
        "heading": bool(tags & {"h1", "h2", "h3"}),
        "broken_letters": broken_letters(block.text),
        "run_language_gap": run.language_gap,
        "run_named_hosts": run.named_hosts,
        "run_latin_links": run.latin_links,
        "run_repeats": run.repeats,
        "run_lines": run.lines,
        "script_gap": bool(context.text and script and script not in {"LATIN", context.script} and size >= 8),
        "latin_gap": bool(context.text and script == "LATIN" != context.script and len(block.text.split()) >= 3),
        "language_gap": language_gap(block.text, context),
    }
