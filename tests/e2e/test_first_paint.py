"""What the first HTTP answer holds: status, head, structured data, and the content itself (F132-F135, F156)."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from emporium.web.documents import head_tags

PAGES = ["/", "/stores", "/search", "/search?q=mug", "/c/table-and-kitchen", "/p/harbour-mug", "/s/clay-and-kin",
         "/about", "/help", "/shipping", "/returns", "/ranking", "/privacy", "/terms"]  # fmt: skip


@pytest.fixture(scope="module")
def http(market):
    with httpx.Client(base_url=market.url, follow_redirects=False, timeout=20) as client:
        yield client


def jsonld(html: str) -> list[dict]:
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]


def visible(html: str) -> str:
    body = html.split('id="first-paint">', 1)[1].split("<script", 1)[0]
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_answer_with_their_content(http, path):
    answer = http.get(path)
    assert answer.status_code == 200
    html = answer.text
    assert len(visible(html)) > 300, "the content stands in the first answer"
    assert html.count("<h1") == 1
    assert re.search(r"<title data-first-paint>[^<]{5,}</title>", html)
    assert 'name="description"' in html or "/search" in path
    assert 'property="og:title"' in html


def test_curl_of_a_product_shows_name_price_and_availability(http):  # F132, F133
    html = http.get("/p/harbour-mug").text
    text = visible(html)
    assert "Harbour mug" in text and "€24.00" in text and "in stock" in text
    product = next(item for item in jsonld(html) if item["@type"] == "Product")
    assert product["offers"]["price"] == "24.00"
    assert product["offers"]["priceCurrency"] == "EUR"
    assert product["offers"]["availability"].endswith("InStock")
    assert product["aggregateRating"]["reviewCount"] > 0
    trail = next(item for item in jsonld(html) if item["@type"] == "BreadcrumbList")
    assert trail["itemListElement"][0]["name"] == "Home"
    assert re.search(r'rel="canonical" href="http://127\.0\.0\.1:\d+/p/harbour-mug"', html)
    assert html.index("application/ld+json") > html.index("</main>"), "at the end of the body"


def test_home_names_the_organisation(http):
    kinds = {item["@type"] for item in jsonld(http.get("/").text)}
    assert {"Organization", "WebSite"} <= kinds


@pytest.mark.parametrize("path", ["/p/no-such-thing", "/c/no-such-thing", "/s/no-such-thing", "/no/such/page",
                                  "/purchase/guess", "/wp-login.php", "/.env"])  # fmt: skip
def test_unknown_addresses_are_a_designed_404(http, path):
    answer = http.get(path)
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.text
    assert 'name="robots" content="noindex"' in answer.text


def test_an_old_slug_answers_301_in_one_hop(http, market):  # F134
    import psycopg

    from emporium.runtime.migrations import plain_url

    url = json.loads((market.data_dir / "runtime.json").read_text())["database_url"]
    with psycopg.connect(plain_url(url), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO product_slug_history (slug, product_id) SELECT 'old-harbour-mug', id FROM product "
            "WHERE slug = 'harbour-mug' ON CONFLICT DO NOTHING"
        )
    answer = http.get("/p/old-harbour-mug")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/p/harbour-mug"
    assert http.get(answer.headers["location"]).status_code == 200


def test_security_headers_stand_on_every_answer(http):  # F156
    for path in ["/", "/p/harbour-mug", "/nope", "/robots.txt", "/_health", "/favicon.svg"]:
        headers = http.get(path).headers
        policy = headers["content-security-policy"]
        scripts = next(part for part in policy.split(";") if "script-src" in part)
        assert "unsafe" not in scripts, path
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"]
        assert "access-control-allow-origin" not in headers, "CORS is closed"


def test_cross_site_posts_and_foreign_origins_are_refused(http):
    for path in ["/auth/login", "/auth/logout", "/auth/register"]:
        answer = http.post(path, data={"email": "a@b.example"}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403


def test_cookies_are_http_only_and_lax(http):
    cookie = httpx.get(http.base_url).headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie
    secure = httpx.get(http.base_url, headers={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}).headers
    assert "Secure" in secure["set-cookie"], "behind a TLS proxy"
    assert "strict-transport-security" in secure


def test_any_host_name_works(http):  # F158, P21
    html = http.get("/p/harbour-mug", headers={"host": "shop.example.org"}).text
    assert 'href="http://shop.example.org/p/harbour-mug"' in html
    assert "127.0.0.1" not in html and "localhost" not in html


def test_crawlers_find_their_files(http):
    robots = http.get("/robots.txt").text
    assert f"Sitemap: {str(http.base_url).rstrip('/')}/sitemap.xml" in robots
    sitemap = http.get("/sitemap.xml").text
    assert sitemap.count("<url>") > 50 and "/p/harbour-mug" in sitemap
    assert http.get("/favicon.svg").status_code == 200
    assert http.get("/manifest.webmanifest").json()["name"] == "Emporium"


def test_the_home_page_sends_little_javascript(http):
    """At most 180 KB compressed for a first visit."""
    html = http.get("/", headers={"accept-encoding": "gzip"}).text
    files = set(re.findall(r'(?:href|src|from|import\()\s*=?\s*"(/assets/[\w./-]+\.js)"', html))
    files |= set(re.findall(r"[\"'](/assets/[\w.-]+\.js)[\"']", html))
    total = 0
    for path in files:
        with http.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
            assert answer.status_code == 200, path
            total += sum(len(part) for part in answer.iter_raw())
    assert 60_000 < total < 180_000, f"{total} bytes in {len(files)} files"


def test_shoppers_never_download_vendor_or_admin_code(http):
    html = http.get("/").text
    assert "vendor" not in " ".join(re.findall(r"/assets/[\w.-]+\.js", html))
    assert "admin" not in " ".join(re.findall(r"/assets/[\w.-]+\.js", html))


def test_bad_input_in_addresses_is_harmless(http):
    for path in ["/search?q=%27%3B+drop+table--", "/search?q=" + "x" * 3000, "/search?q=%00", "/search?from=abc&to=-1",
                 "/search?sort=nonsense", "/c/table-and-kitchen?cursor=AAAA"]:  # fmt: skip
        assert http.get(path).status_code in (200, 400, 404), path


def test_head_tags_escape():
    from emporium.services.auth import ANONYMOUS
    from emporium.web.page import PageRequest, Seo

    tags = head_tags(Seo(title='<b>"x"', description='"><script>'), PageRequest(ANONYMOUS, "/"), fallback="x")
    assert "<script>" not in tags and "<b>" not in tags
