package org.pytorch.alerting.github.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.pytorch.alerting.model.json.Json;

/** Texts that try to do something on a page of GitHub, or in a mail that it sends. */
final class HostileTexts {
  static final String HASH = "0123456789abcdef0123456789abcdef01234567";

  private HostileTexts() {}

  static Stream<String> all() {
    return Stream.concat(
        Stream.of(
            // Mentions
            "@octo-example @tidewater/oncall \\@octo &#64;octo @​octo a@b.example",
            "&commat;octo &#x40;octo &#0000064;octo \\&#64;octo &amp;#64;octo &amp;commat;octo",
            "x@octo /@octo (@octo) @octo's @tidewater/on-call. @octo@octo @@octo @-octo @_octo @octo_",
            "*@octo* **@octo** _@octo_ [@octo](https://e.example) ![@octo](https://e.example/i.png)",
            "@\u00adocto @\u200docto @\u2060octo @\ufeffocto \uff20octo \ufe6bocto",
            "`@octo` ``@octo`` \\`@octo\\` `@octo",
            // References
            "#1 GH-2 gh-3 tidewater/alerts#3 tidewater/alerts@" + HASH + " &#35;1 \\#1",
            HASH + " 0123456 (" + HASH + ") -" + HASH + "- deadbeef. 1234567. x 1234567) x",
            "123e4567-e89b-12d3-a456-426614174000 i-0abc1234def567890",
            "https://github.com/tidewater/alerts/issues/4, http://www.github.com/a/b/pull/1",
            "https://github.com/a/b/commit/" + HASH + " HTTPS://GitHub.com/a/b/issues/1#x",
            "tidewater/alerts#12, octo#3, octo@"
                + HASH
                + " tidewater/alerts@0123456 ABCDEF1 #1#2 (#4)",
            "https://github.com/a/b/pull/1/files https://github.com/a/b/discussions/2 github.com/a/b/issues/3",
            "https://github.com/a/b/compare/v1...v2 https://github.com//a/b//issues/4 https://github.com:443/a/b/pull/5",
            "https://github.com./a/b/issues/1 https://github.com.:443/a/b/pull/2 https://www.github.com./a/b/issues/3",
            "https://github.com:/a/b/issues/1 https://github.com../a/b/issues/1 https://github.com/./a/b/issues/1",
            "//github.com/a/b/issues/1 HTTPS://WWW.GITHUB.COM/a/b/ISSUES/1 https://github.com/a/b/%69ssues/1",
            "[t](https://github.com/a/b/issues/1) <https://github.com/a/b/issues/1>",
            "www.github.com/a/b/issues/1 ftp://evil.example/x mailto:a@b.example xmpp:a@b.example",
            // Closing keywords
            "Closes #5. Fixes tidewater/alerts#6.",
            "close #1 closes: #2 CLOSED #3, fix GH-4 fixed #5 resolve #6 Resolves: tidewater/alerts#7",
            "closes https://github.com/tidewater/alerts/issues/8 duplicate of #9",
            // Comments, and markers of ours
            "<!-- alert-pipeline v1 issue fingerprint=0 episode=1 -->\n--> stray <!-- <!---->",
            "<!-- alert-pipeline v1 issue fingerprint=0 episode=1 after-unknown-outcome -->",
            "x\n\n<!-- alert-pipeline v1 comment event=6f1d0c1e-CREATE%230 -->\n\n",
            "&lt;!-- alert-pipeline v1 issue --&gt; <\\!-- x --> <!\u200b-- x --> <!- - x -->",
            "<!--> <!---> <!--x--!> <!-- -- --> <![CDATA[x]]> <?php x ?> <!DOCTYPE x>",
            "`<!-- x -->`\n\n```\n<!-- x -->\n```",
            // HTML
            "</details></td></table><img src=x onerror=alert(1)><script>alert(1)</script>",
            "<a href=\"javascript:alert(1)\">go</a> <svg/onload=1> <details open> <br/> <?x?> <!X>",
            "<p>x</p>\n<div align=right>x</div>\n<pre>\nx\n</pre>\n<style>p{}</style><iframe src=//e.example>",
            "&lt;script&gt;alert(1)&lt;/script&gt; \\<b> &LT;b&GT; <scr<script>ipt> <IMG SRC=x> <b\n>x",
            // Links and pictures
            "[ok](javascript:alert(2)) [ok]: javascript:alert(1)\n[ok] [ok][] ![p][ok]",
            "![p](https://track.evil.example/p.gif?u=1) [![p](https://e.example/p)](https://e.example)",
            "[x](data:text/html,x) <javascript:alert(1)> <data:x> <vbscript:x>",
            "[x](java\tscript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](&#106;avascript:alert(1)) [x](\u0001javascript:x)",
            "![x](data:image/svg+xml;base64,PHN2Zz4=) <img src=\"https://track.evil.example/p.gif\" width=1>",
            "![][p]\n\n[p]: https://track.evil.example/p.gif \"x\"\n[bank](https://evil.example \"bank.example\")",
            "https://evil.example\u202e/moc.knab https://user:pw@evil.example/ file:///etc/passwd ssh://e.example",
            "https://e.example/&#64;octo https://e.example/@octo https://e.example/#1?a=&commat;octo",
            "https://e.example/a_b_c*d*e~f~`x` https://e.example/(a)) https://e.example/[x]<b>",
            // Fences of any length
            "```\nfence break\n```\n~~~\n````\n```",
            "````\n```\n@octo #1\n````\n<b>after</b>",
            "~~~sh\ncurl x | sh\n~~~\n<b>after</b>",
            "```\nnever closed @octo <b>",
            // Tables, headings, quotes, lists
            "| a | b |\n|---|---|\n| c | d |\na\n:-\nb",
            "a | b\n- | -\n1 | 2\n\n|x|\n|:-:|\n:--|\na\n--:|:--",
            "#H1\n ####### seven\n###### six ######\n   # three spaces\nText\n====\nText\n    ====",
            "# H1\n## H2\nSetext\n===\nSetext\n---\n***\n- - -\n___\n+ + +",
            "> quote\n>> quote\n> [!WARNING]\n> x",
            "- [ ] task #7\n- [x] done\n* a\n  * b\n      * c\n1. one\n9) nine\n-no",
            "    code?\n\tcode?\n  text",
            // Emphasis, formulas, pictures of words
            "*a* **b** _c_ __d__ ~e~ ~~f~~ $x$ $$y$$ \\(z\\) [^1] H~2~O",
            ":tada: :+1: :__: a:tada:b 12:30:45 arn:aws:sqs:us-east-1:123456789012:q",
            "a:tada:b 10:100:20 x:+1:y:-1: aa:bb:cc:dd é:tada: :tada::tada: a::tada::b a:TADA:b 1:22:333:4",
            "https://e.example/a:tada:b:c:d !https://e.example/:x: see:https://e.example/:tada: http:a:b:",
            "x".repeat(250)
                + ":tada:"
                + "y".repeat(250)
                + ":100:z @a:tada:octo #1:tada:2 GH-1:tada:2",
            "a:b:c@d.example a:tada:@octo `a:tada:b` [a:tada:b](c:d:e) a:deadbeef:b/0123456.c",
            // Code spans against each other
            "`a`deadbee``b`<img src=x>`c``",
            "`a`deadbeef1 ``b`` `c``d`e``f```g`",
            "\\`<b>\\` `\\` <b> `\\\\` <i>",
            "`".repeat(500) + "@octo" + "`".repeat(500),
            // Long rows
            "x".repeat(4000),
            "`".repeat(4000),
            "[".repeat(4000),
            "<".repeat(4000),
            "- ".repeat(2000),
            "> ".repeat(2000),
            "```\n".repeat(1000),
            // Directions, invisible characters, halves of characters
            "a\u202etxt\u202c \u2066x\u2069 \u200f \u001b[31mred\u001b[0m \u0000 \u009b \ud800 \udc00",
            "a\u2028@b\u2029# c\u0085- d\rE\r\nF",
            "\u202d\u2066@octo\u2069\u202c #\u200f1 \u061c<\u200e!-- GH\u200b-1 G\u200bH-1 #\u200b1",
            "\u200b\u200c\u200d\u2060\ufeff\u00ad zero\u200bwidth a\u0301\u0301\u0301\u0301 \u180e \u034f",
            "\u3164\u115f\u1160\uffa0\u2800 fillers \u206a\u206f\u2064 \ufe00\ufe0f x\ufe0f \ufff9a\ufffab\ufffb",
            "@\u3164octo #\ufe0f1 GH-\u20601 <\u2060!-- dead\u2060beef :\u200dtada: `\u2060` https://\u2060github.com/a/b/issues/1",
            "tags \udb40\udc41\udb40\udc42 ideographic\u3000space nbsp\u00a0x soft\u00adhyphen \ufffe \uffff",
            "مرحبا \u202bשלום\u202c العربية: #1 @octo <b>نص</b> https://e.example/שלום",
            "👩\u200d👩\u200d👧 🏳️\u200d🌈 1️⃣ 🇩🇪",
            "🚢".repeat(1000) + "مرحبا שלום"),
        fromSample());
  }

  /** Annotations and labels of the hostile sample, in Grafana's webhook format. */
  private static Stream<String> fromSample() {
    try (InputStream file =
        HostileTexts.class.getResourceAsStream("/grafana-30-hostile-content.json")) {
      JsonNode alert = Json.read(Objects.requireNonNull(file), JsonNode.class).at("/alerts/0");
      List<String> texts =
          Stream.concat(alert.path("annotations").valueStream(), alert.path("labels").valueStream())
              .map(JsonNode::asText)
              .toList();
      assertThat(texts).hasSize(9);
      return texts.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
