package org.pytorch.alerting.console.text;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Issues' Markdown as safe HTML, as GitHub does it: rendered first, and then only harmless elements
 * and attributes are kept. Images become links, because the pages load nothing from elsewhere.
 */
public final class Markdown {
  private static final List<Extension> GFM =
      List.of(
          TablesExtension.create(),
          StrikethroughExtension.builder().requireTwoTildes(false).build(),
          AutolinkExtension.builder().linkTypes(AutolinkType.URL, AutolinkType.WWW).build());
  private static final Parser PARSER = Parser.builder().extensions(GFM).build();

  /** In issues and comments, unlike in files, GitHub keeps the ends of lines. */
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(GFM).softbreak("<br>\n").build();

  /** No style, no class, no id, and no protocol but HTTP. */
  private static final Safelist SAFE =
      new Safelist()
          .addTags(
              "a",
              "b",
              "blockquote",
              "br",
              "code",
              "del",
              "details",
              "em",
              "h1",
              "h2",
              "h3",
              "h4",
              "h5",
              "h6",
              "hr",
              "i",
              "img",
              "ins",
              "kbd",
              "li",
              "ol",
              "p",
              "pre",
              "s",
              "strong",
              "sub",
              "summary",
              "sup",
              "table",
              "tbody",
              "td",
              "th",
              "thead",
              "tr",
              "ul")
          .addAttributes("a", "href")
          .addAttributes("img", "src", "alt")
          .addAttributes("ol", "start")
          .addAttributes("td", "align")
          .addAttributes("th", "align")
          .addAttributes("details", "open")
          .addProtocols("a", "href", "http", "https")
          .addProtocols("img", "src", "http", "https");

  private static final Pattern REFERENCE = Pattern.compile("(?<![\\w/&#])#(\\d{1,9})\\b");

  private Markdown() {}

  /**
   * {@return the HTML of {@code markdown}} References to issues stay text.
   *
   * @param address maps the target of each link
   */
  public static String html(String markdown, UnaryOperator<String> address) {
    return linked(page(markdown), address);
  }

  /**
   * {@return the HTML of {@code markdown}}
   *
   * @param address maps the target of each link
   * @param issue the address of an issue by its number
   */
  public static String html(
      String markdown, UnaryOperator<String> address, UnaryOperator<String> issue) {
    Document page = page(markdown);
    references(page.body(), issue);
    return linked(page, address);
  }

  private static Document page(String markdown) {
    String raw = RENDERER.render(PARSER.parse(markdown));
    Document page = new Cleaner(SAFE).clean(Jsoup.parseBodyFragment(raw));
    page.outputSettings().prettyPrint(false);
    page.select("img").forEach(Markdown::link);
    return page;
  }

  private static String linked(Document page, UnaryOperator<String> address) {
    for (Element link : page.select("a[href]")) {
      String target = address.apply(link.attr("href"));
      link.attr("href", target);
      if (!target.startsWith("/")) {
        link.attr("rel", "noopener noreferrer nofollow");
      }
    }
    return page.body().html();
  }

  private static void link(Element image) {
    String text = image.attr("alt").isBlank() ? "image" : image.attr("alt");
    image.replaceWith(new Element("a").attr("href", image.attr("src")).text(text));
  }

  /** As on GitHub, not within code and links. */
  private static void references(Element body, UnaryOperator<String> issue) {
    List<TextNode> texts =
        body.getAllElements().stream()
            .filter(element -> element.closest("a, code, pre") == null)
            .flatMap(element -> element.textNodes().stream())
            .toList();
    for (TextNode text : texts) {
      String whole = text.getWholeText();
      Matcher matcher = REFERENCE.matcher(whole);
      int last = 0;
      while (matcher.find()) {
        text.before(new TextNode(whole.substring(last, matcher.start())));
        text.before(
            new Element("a").attr("href", issue.apply(matcher.group(1))).text(matcher.group()));
        last = matcher.end();
      }
      if (last > 0) {
        text.text(whole.substring(last));
      }
    }
  }
}
