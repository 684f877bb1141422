#!/usr/bin/env python3
"""What a browser shows of the page of a report. page_test.py PROGRAM: makes such a page of the report on stdin."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

from browser import Browser, Missing

SAMPLE = json.loads((pathlib.Path(__file__).parent / "sample_report.json").read_text(encoding="utf-8"))
MARKUP = "</script><b>bold</b><!-- " + "x" * 90
SERIES = ("system", "topology", "link")


def page_of(report):
    return subprocess.run([PROGRAM], input=json.dumps(report), check=True, capture_output=True, text=True).stdout


def report_of(**lists):
    empty = {name: [] for name, value in SAMPLE.items() if isinstance(value, list)}
    return {**empty, "version": 1, "verdict": "All is well.", "provenance": {}, **lists}


def with_texts(value, text):
    """A report with other texts: all but the system of weir's own rows, which is what tells them from baselines."""
    if isinstance(value, dict):
        return {key: with_texts(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [with_texts(one, text) for one in value]
    return f"{value} {text}" if isinstance(value, str) and value != "weir" else value


def distinct(rows, *keys):
    return {tuple(row[key] for key in keys) for row in rows}


def contrast(one, other):
    """Of two colours as a browser writes them, as WCAG reckons it."""
    def luminance(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


class Page(unittest.TestCase):
    def show(self, report, **how):
        BROWSER.show(page_of(report), **how)

    def count(self, selector):
        return len(BROWSER.elements(selector))

    def texts(self, selector):
        nodes = "[...document.querySelectorAll(arguments[0])]"
        return BROWSER.run(f"return {nodes}.map((node) => node.textContent)", selector)

    def charts(self, heading):
        """The lines and points of each chart of the section with this heading."""
        return BROWSER.run("""
            const heading = [...document.querySelectorAll("h2")].find((one) => one.textContent === arguments[0]);
            const section = heading.parentElement;
            return [...section.querySelectorAll("article")].map((chart) =>
              [chart.querySelectorAll(".series").length, chart.querySelectorAll(".point").length])""", heading)

    def tooltip(self):
        return self.texts(".tooltip:not([hidden]) p")

    def focused(self):
        return BROWSER.run("return document.activeElement.getAttribute('aria-label')")

    def assertIsQuiet(self):
        self.assertEqual(BROWSER.logged("browser"), [])

    def assertFits(self):
        wide, room = BROWSER.run("return [document.documentElement.scrollWidth, window.innerWidth]")
        self.assertLessEqual(wide, room)

    def test_asks_the_network_for_nothing_and_has_nothing_to_complain_of(self):
        self.show(SAMPLE)
        asked = [url for url in BROWSER.requested() if not url.startswith("data:")]
        self.assertEqual([url.rpartition("/")[2] for url in asked], ["page.html"])
        self.assertIsQuiet()

    def test_says_the_verdict_below_the_warnings(self):
        self.show(SAMPLE)
        self.assertEqual(self.texts("main > aside p, main > h1"), [*SAMPLE["warnings"], SAMPLE["verdict"]])

    def test_has_a_point_for_each_row_and_a_line_for_each_series(self):
        self.show(SAMPLE)
        rows, small = SAMPLE["rows"], [row for row in SAMPLE["rows"] if row["payload_bytes"] == 8]
        self.assertEqual(self.charts("Rate by message count"), [[len(distinct(small, *SERIES)), len(small)]])
        self.assertEqual(self.charts("Rate by payload"),
                         [[len(distinct(rows, *SERIES)), len(distinct(rows, *SERIES, "payload_bytes"))]])
        paced = len([row for row in SAMPLE["latency"] if row["rate"] == 1000])
        own = len(SAMPLE["latency"]) - paced  # each row has another rate
        self.assertEqual(self.charts("Latency at a steady rate"), [[paced, 5 * paced], [own, 5 * own]])

    def test_has_a_bar_for_each_series(self):
        self.show(SAMPLE)
        series = len(distinct(SAMPLE["rows"], *SERIES))
        bars = BROWSER.run("return [...document.querySelectorAll('article:has(.bar)')].map((chart) => "
                           "[chart.querySelector('h3').textContent, chart.querySelectorAll('.bar').length])")
        self.assertEqual(bars, [["CPU", series], ["Peak memory", series], ["Start-up", len(SAMPLE["start"])]])

    def test_has_a_table_row_for_each_row(self):
        self.show(SAMPLE)
        rows = BROWSER.run("return [...document.querySelectorAll('tbody')].map((body) => body.rows.length)")
        self.assertEqual(rows, [len(SAMPLE[name]) for name in ("ratios", "rows", "latency", "start")])
        self.assertEqual(self.count("table > caption"), 4)
        self.assertEqual(self.count("thead th:not([scope=col]), tbody tr > :first-child:not([scope=row])"), 0)

    def test_tells_what_was_skipped_and_where_it_was_measured(self):
        self.show(SAMPLE)
        told = [text for one in SAMPLE["skipped"] for text in (one["system"], one["why"])]
        self.assertEqual(self.texts(".closing:nth-last-child(2) :is(dt, dd)"), told)
        self.assertEqual(self.texts(".closing:last-child dd"), [str(value) for value in SAMPLE["provenance"].values()])

    def test_takes_a_line_away_and_brings_it_back_when_its_legend_is_clicked(self):
        self.show(SAMPLE)
        button = BROWSER.elements(".legend button")[1]
        key = BROWSER.run("return arguments[0].dataset.series", button)
        lines = lambda: BROWSER.run(  # of that series, of all
            "const keys = [...document.querySelectorAll('.series')].map((line) => line.dataset.series);"
            "return [keys.filter((key) => key === arguments[0]).length, keys.length]", key)
        pressed = lambda: BROWSER.run("return arguments[0].getAttribute('aria-pressed')", button)
        own, everything = lines()
        self.assertEqual((own, pressed()), (4, "true"))  # two charts of rates, two of latencies
        BROWSER.click(button)
        self.assertEqual((lines(), pressed()), ([0, everything - own], "false"))
        BROWSER.press("Space")
        self.assertEqual((lines(), pressed()), ([own, everything], "true"))
        self.assertIsQuiet()

    def test_is_left_whole_when_every_line_is_filtered_out(self):
        self.show(SAMPLE)
        for button in BROWSER.elements("section:first-of-type .legend button"):
            BROWSER.click(button)
        self.assertEqual(self.count(".series"), 0)
        BROWSER.resize(700)
        self.assertIsQuiet()

    def test_tells_of_a_point_that_the_keyboard_reaches(self):
        self.show(SAMPLE)
        BROWSER.run("[...document.querySelectorAll('section:first-of-type .legend button')].at(-1).focus()")
        BROWSER.press("Tab")
        heading, rate, *_ = self.tooltip()
        self.assertEqual(heading, "weir threads queue")
        self.assertRegex(rate, r"^[0-9.]+ M/s$")
        first = self.focused()
        self.assertIn("10,000 messages of 8 B", first)
        BROWSER.press("ArrowRight")
        self.assertIn("100,000 messages of 8 B", self.focused())
        self.assertEqual(", ".join(self.tooltip()), self.focused())
        BROWSER.press("ArrowDown")
        self.assertNotEqual(self.tooltip()[0], heading)
        BROWSER.press("ArrowUp")
        BROWSER.press("ArrowLeft")
        self.assertEqual(self.focused(), first)
        BROWSER.press("Escape")
        self.assertEqual(self.tooltip(), [])

    def test_is_one_stop_of_the_tab_key_a_chart(self):
        self.show(SAMPLE)
        stops = BROWSER.run("return [...document.querySelectorAll('article')].map((chart) => "
                            "chart.querySelectorAll('[tabindex=\"0\"]').length)")
        self.assertEqual(stops, [1] * 7)

    def test_tells_of_the_point_beside_the_pointer(self):
        self.show(SAMPLE)
        for selector in (".series .point", ".bar"):
            point = BROWSER.elements(selector)[-1]
            BROWSER.point_at(point)
            label = BROWSER.run("return arguments[0].getAttribute('aria-label')", point)
            self.assertEqual(", ".join(self.tooltip()), label)

    def test_keeps_its_tooltips_on_the_window(self):
        self.show(SAMPLE, width=320)
        for point in BROWSER.elements(".point:last-child, .bar:last-child"):
            BROWSER.run("arguments[0].focus()", point)
            left, right, top, bottom, width, height = BROWSER.run(
                "const box = document.querySelector('.tooltip').getBoundingClientRect();"
                "return [box.left, box.right, box.top, box.bottom, innerWidth, innerHeight]")
            self.assertTrue(0 <= left < right <= width and 0 <= top < bottom <= height)

    def test_fits_a_phone(self):
        self.show(SAMPLE, width=320)
        self.assertFits()
        BROWSER.resize(1280)
        self.assertFits()
        self.assertGreater(self.count(".end-label"), 0)
        BROWSER.resize(320)
        self.assertFits()
        self.assertEqual(self.count(".end-label"), 0)

    def test_shows_markup_of_a_report_as_text(self):
        report = with_texts(SAMPLE, MARKUP)
        for width in (320, 1280):
            self.show(report, width=width)
            self.assertEqual(self.texts("h1"), [report["verdict"]])
            self.assertIn(report["rows"][-1]["system"], self.texts("tbody th"))
            self.assertEqual(self.count("b"), 0)
            self.assertFits()
            self.assertIsQuiet()

    def test_can_be_read_in_light_and_in_dark(self):
        grounds = set()
        for scheme in ("light", "dark"):
            self.show(SAMPLE, scheme=scheme)
            ground, card, band, *rest = BROWSER.run("""
                const style = (selector) => Array.from(document.querySelectorAll(selector), (n) => getComputedStyle(n));
                const grounds = ["body", ".card", ".warnings"].map((selector) => style(selector)[0].backgroundColor);
                return [...grounds, style("h1, h2, .facts, dt, dd").map(({color}) => color),
                        style(".card :is(h3, .note), .legend button, th, td").map(({color}) => color)
                          .concat(style(".drawing text").map(({fill}) => fill)),
                        style(".warnings p").map(({color}) => color),
                        style(".line").map(({stroke}) => stroke)
                          .concat(style(".bar .length").map(({fill}) => fill))]""")
            on_ground, on_card, on_band, marks = rest
            grounds.add(ground)
            texts = ((on_ground, ground, 4.5), (on_card, card, 4.5), (on_band, band, 4.5))
            for colours, behind, least in (*texts, (marks, card, 3)):
                self.assertNotEqual(colours, [])
                for colour in set(colours):
                    self.assertGreaterEqual(contrast(colour, behind), least, f"{colour} on {behind}, {scheme}")
        self.assertEqual(len(grounds), 2)

    def test_shows_no_section_that_has_nothing_to_show(self):
        self.show(report_of())
        self.assertEqual(self.texts("main > *"), ["All is well."])
        self.assertIsQuiet()

    def test_draws_a_report_of_one_row_of_which_little_was_measured(self):
        row = {key: None for key in SAMPLE["rows"][0]}
        row |= {"system": "weir", "topology": "threads", "link": "queue", "messages": 1000, "payload_bytes": 0,
                "rate_median": 5e5}
        self.show(report_of(rows=[row]))
        self.assertEqual(self.charts("Rate by message count"), [[1, 1]])
        self.assertEqual(self.count("section"), 2)  # that, and its table
        self.assertEqual(self.texts("tbody :is(th, td)"),
                         ["weir", "threads", "queue", "1,000", "0 B", "500 k/s", "0 B/s"])
        self.assertEqual(self.count("svg [d*=NaN], svg [cx*=NaN], svg [cy*=NaN]"), 0)
        self.assertIsQuiet()

    def test_names_the_pipeline_where_several_were_measured_alike(self):
        row = SAMPLE["rows"][0]
        self.show(report_of(rows=[row | {"pipeline": "first"}, row | {"pipeline": "second"}]))
        self.assertEqual(self.charts("Rate by message count"), [[2, 2]])
        self.assertEqual(self.texts(".legend button"), ["first: weir threads queue", "second: weir threads queue"])

    def test_gives_several_rates_of_one_series_a_chart_each(self):
        row = SAMPLE["latency"][0]
        self.show(report_of(latency=[row | {"rate": 10}, row | {"rate": 20}]))
        self.assertEqual(self.charts("Latency at a steady rate"), [[1, 5], [1, 5]])
        self.assertEqual(self.texts("h3"), ["10 messages a second", "20 messages a second"])

    def test_says_nothing_of_memory_that_is_not_known(self):
        self.show(report_of(rows=[SAMPLE["rows"][0] | {"max_rss_bytes": 0}]))
        self.assertNotIn("Peak memory", self.texts("h3, th"))

    def test_says_that_it_cannot_show_what_is_no_report(self):
        self.show({"version": 1, "rows": 5})
        self.assertRegex(self.texts("main > *")[0], "^This page can't show its report: ")

    def test_warns_of_a_report_of_another_version(self):
        self.show(report_of(version=2))
        self.assertEqual(self.texts("main > aside"), ["This page reads reports of version 1, not 2."])

    def test_writes_numbers_as_people_read_them(self):
        row = SAMPLE["rows"][0] | {"messages": 1234567, "payload_bytes": 65536, "rate_median": 12345678,
                                   "rate_min": 999999, "rate_max": 2e9, "p50_us": 6.71, "p99_us": 1234,
                                   "cpu_s_per_million": 0.01234,
                                   "context_switches_per_million": 1234.56, "max_rss_bytes": 18e6, "repeats": 2,
                                   "rates": [950, 1050]}
        self.show(report_of(rows=[row]))
        self.assertEqual(self.texts("tbody td")[3:], [
            "1,234,567", "64 KiB", "3", "12.3 M/s", "1 M/s", "2 G/s", "809 GB/s", "6.7 µs", "1.2 ms", "0.012 s",
            "1,234.6", "18 MB", "2", "950 /s, 1.1 k/s"])


if __name__ == "__main__":
    PROGRAM = sys.argv[1]
    try:
        with Browser() as BROWSER:
            unittest.main(argv=sys.argv[:1] + sys.argv[2:])
    except Missing as missing:
        sys.exit(f"page: {missing}")
