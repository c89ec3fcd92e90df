"""What strangers write to have it run, and what a page must not hold when it was only shown."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from crawling import tree

RUN = "window.__bi_chay=1"  # what each of them tries to run
PRODUCT = "1343433"  # 7 × 191919: a template that computes shows it
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt src=//bichay.test/a.js>{RUN}</sCrIpT>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</option></select><img src=x onerror={RUN}>",
    f'"><script>{RUN}</script>',
    f"'><script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f"' onfocus='{RUN}' autofocus='",
    f'" onmouseover="{RUN}" bichay="',
    f"` onpointerenter=`{RUN}` bichay=`",
    f"<img src=x onerror={RUN}>",
    f"<img/src='x'/onerror='{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<math><mtext><bichay><style><img src=x onerror={RUN}></style>",
    f"<details open ontoggle={RUN}>bichay</details>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<a href=javascript:{RUN}>bichay</a>",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//",
    f"data:text/html,<script>{RUN}</script>",
    "<base href=//bichay.test/>",
    "<meta http-equiv=refresh content='0;url=//bichay.test/'>",
    "<link rel=stylesheet href=//bichay.test/a.css>",
    "<style>*{background:url(//bichay.test/a)}</style>",
    "<p style='background:url(//bichay.test/a)'>bichay",
    f"<!-- bichay --><!--[if IE]><script>{RUN}</script><![endif]-->",
    f"<div hx-get=/trang-chu hx-trigger=load hx-on::load='{RUN}'>bichay</div>",
    f"<button hx-on:click='{RUN}' hx-vals='js:{{a:{RUN}}}'>bichay</button>",
    "<form action=//bichay.test/><input name=bichay><button>bichay",
    "{{7*191919}}${7*191919}#{7*191919}<%= 7*191919 %>",
    "{% for a in ().__class__.__base__.__subclasses__() %}bichay{% endfor %}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;script&#62;{RUN}&#60;/script&#62;",
    f"＜script＞{RUN}＜/script＞ ʺ˃ bichay",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e%3Cscript%3E{RUN}%3C/script%3E",
)
assert len(PAYLOADS) == 40

_TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "header", "nav", "main", "footer"),
    *("a", "p", "div", "span", "section", "article", "aside", "br", "hr", "h1", "h2", "h3", "h4"),
    *("ul", "ol", "li", "dl", "dt", "dd", "pre", "code", "mark", "strong", "em", "b", "i", "small"),
    *("time", "abbr", "sup", "sub", "details", "summary", "noscript", "figure", "figcaption"),
    *("form", "fieldset", "legend", "label", "input", "textarea", "select", "option", "optgroup"),
    *("datalist", "button", "progress", "meter", "output", "search"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img"),
    *("svg", "g", "rect", "text", "line", "path", "polyline", "circle", "desc"),
}
_ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-push-url", "poster"}
_SHOWN = {"value", "placeholder", "alt", "title", "aria-label", "label", "content", "download"}
_MARK = re.compile(r"bi_?chay", re.IGNORECASE)


def faults(text: str) -> list[str]:
    """What on this page came from a payload, or is of a kind none of our pages has."""
    found = [] if PRODUCT not in text else ["a template computed"]
    if len(re.findall(r"<body\b", text, re.IGNORECASE)) > 1:  # a browser takes over its attributes
        found.append("<body> twice")
    for node in tree(text).iter():
        if not isinstance(node.tag, str):
            if _MARK.search(node.text or ""):
                found.append(f"a comment: {node.text}")
            continue
        if node.tag not in _TAGS:
            found.append(f"<{node.tag}>")
        if node.tag == "script" and (
            node.text or not (node.get("src") or "").startswith("/tinh/htmx.min.js?")
        ):
            found.append(f"a script: {node.text}")
        found += [f"<{node.tag} {fault}>" for fault in _attributes(node)]
    return found


def _attributes(node: Any) -> list[str]:
    found = []
    for name, value in node.attrib.items():
        odd = name.startswith(("on", "hx-on", "style", "srcdoc", "http-equiv"))
        if (odd and (name, node.tag) != ("http-equiv", "meta")) or _MARK.search(name):
            found.append(f"{name}={value}")
        elif name in _ADDRESSES:
            if value and value != "true" and not _is_local(value):
                found.append(f"{name}={value}")
        elif _MARK.search(value) and name not in _SHOWN:
            found.append(f"{name}={value}")
        elif name == "http-equiv" and value == "refresh" and "url=" in node.get("content", ""):
            address = node.get("content").split("url=", 1)[1]
            if not _is_local(address.strip()):
                found.append(f"refresh to {address}")
    return found


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and not address.startswith(("//", "\\"))
