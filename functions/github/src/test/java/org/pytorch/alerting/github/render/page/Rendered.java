package org.pytorch.alerting.github.render.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Markdown as a page shows it, by an independent renderer: which elements it has, where it links
 * to, and what text is outside of code, which is where GitHub looks for mentions and references.
 */
public final class Rendered {
  private static final List<Extension> GFM =
      List.of(
          TablesExtension.create(),
          StrikethroughExtension.builder().requireTwoTildes(false).build(),
          // Not mail addresses: this library sees them across a zero width space, GitHub does not.
          AutolinkExtension.builder().linkTypes(AutolinkType.URL, AutolinkType.WWW).build());
  private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)([^>]*)>|<!--.*?-->");
  private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");

  private final Set<String> elements = new TreeSet<>();
  private final List<String> hrefs = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();
  private final StringBuilder all = new StringBuilder();
  private int comments;

  private Rendered(String html) {
    int quiet = 0;
    int last = 0;
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      text(html.substring(last, tag.start()), quiet > 0);
      last = tag.end();
      if (tag.group(2) == null) {
        comments++;
        continue;
      }
      elements.add(tag.group(2));
      if (tag.group(2).equals("br")) {
        text("\n", quiet > 0);
      }
      Matcher href = HREF.matcher(tag.group(3));
      if (href.find()) {
        hrefs.add(href.group(1));
      }
      if (Set.of("code", "a").contains(tag.group(2))) {
        quiet += tag.group(1).isEmpty() ? 1 : -1;
      }
    }
    text(html.substring(last), quiet > 0);
  }

  public static Rendered of(String markdown) {
    String html =
        HtmlRenderer.builder()
            .extensions(GFM)
            .build()
            .render(Parser.builder().extensions(GFM).build().parse(markdown));
    return new Rendered(html);
  }

  private void text(String html, boolean quiet) {
    String text =
        html.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
    all.append(text);
    plain.append(quiet ? "\n" : text);
  }

  public Set<String> elements() {
    return elements;
  }

  public List<String> hrefs() {
    return hrefs;
  }

  public int comments() {
    return comments;
  }

  /** {@return the text outside of code and links} */
  public String plain() {
    return plain.toString();
  }

  /** {@return all that is seen} */
  public String text() {
    return all.toString();
  }
}
