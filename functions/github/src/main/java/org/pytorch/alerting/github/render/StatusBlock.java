package org.pytorch.alerting.github.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.model.text.Sha256;

/**
 * The only part of an issue's body that we ever rewrite: it stands between two hidden lines. The
 * second one has a checksum of what we wrote, so that what a person writes in between is noticed.
 *
 * <p>A person's body is never repaired: if the lines are missing, doubled, in code or not in order,
 * or if the text between them is no longer ours, then the body has no block.
 *
 * @param content what the reader sees: lines without a line end after the last one
 */
public record StatusBlock(String content) {
  /** In code points, with its two lines. */
  public static final int MAX_LENGTH = 6_000;

  /** The same for an issue that several alerts share. */
  public static final int MAX_SHARED_LENGTH = 25_000;

  private static final String BEGIN = "<!-- alert-pipeline v1 status -->";

  private static final Pattern END_LINE =
      Pattern.compile("<!-- alert-pipeline v1 /status(?: sum=(?<sum>[0-9a-f]{1,64}))? -->");

  private static final int SUM_DIGITS = 16;

  /** A fence of code: at least three of one kind, at most three spaces before them. */
  private static final Pattern FENCE = Pattern.compile(" {0,3}(?<fence>`{3,}|~{3,})(?<rest>.*)");

  /** {@return the block of {@code body}; empty if it has none that we may rewrite} */
  public static Optional<StatusBlock> of(String body) {
    return Place.of(body).map(Place::content).map(StatusBlock::new);
  }

  /** {@return the block as it stands at the beginning of a body} */
  public String text() {
    return String.join("\n", lines());
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(BEGIN);
    content.lines().forEach(lines::add);
    lines.add("<!-- alert-pipeline v1 /status sum=%s -->".formatted(sum(content.lines().toList())));
    return lines;
  }

  /**
   * {@return {@code body} with this block in place of its own; everything else stays byte for byte}
   * Empty if it has no block that we may rewrite, or would be too long for GitHub.
   */
  public Optional<String> in(String body) {
    return Place.of(body)
        .map(
            place ->
                body.substring(0, place.begin())
                    + String.join(place.lineEnd(), lines())
                    + body.substring(place.end()))
        .filter(text -> text.codePointCount(0, text.length()) <= IssueText.MAX_BODY_LENGTH);
  }

  private static String sum(List<String> lines) {
    return Sha256.hex(String.join("\n", lines)).substring(0, SUM_DIGITS);
  }

  /**
   * Where a body's block is.
   *
   * @param begin of its first line
   * @param end of its last line, before its line end
   * @param content the lines between them
   * @param lineEnd a text that was edited on GitHub's page has Windows line ends
   */
  private record Place(int begin, int end, String content, String lineEnd) {
    private record Line(int begin, int end, String text) {}

    static Optional<Place> of(String body) {
      List<Line> lines = lines(body);
      List<Integer> begins = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).text().equals(BEGIN)) {
          begins.add(i);
        }
        if (END_LINE.matcher(lines.get(i).text()).matches()) {
          ends.add(i);
        }
      }
      boolean onePair = begins.size() == 1 && ends.size() == 1 && begins.get(0) < ends.get(0);
      if (!onePair || isInCode(lines.subList(0, begins.get(0)))) {
        return Optional.empty();
      }
      Line first = lines.get(begins.get(0));
      Line last = lines.get(ends.get(0));
      List<String> between =
          lines.subList(begins.get(0) + 1, ends.get(0)).stream().map(Line::text).toList();
      Matcher end = END_LINE.matcher(last.text());
      boolean ours = end.matches() && sum(between).equals(end.group("sum"));
      String lineEnd = body.startsWith("\r\n", first.end()) ? "\r\n" : "\n";
      return ours
          ? Optional.of(new Place(first.begin(), last.end(), String.join("\n", between), lineEnd))
          : Optional.empty();
    }

    /** Both kinds of line ends; not the ones that only Unicode counts. */
    private static List<Line> lines(String body) {
      List<Line> lines = new ArrayList<>();
      int begin = 0;
      while (begin <= body.length()) {
        int newline = body.indexOf('\n', begin);
        int next = newline < 0 ? body.length() : newline;
        int end = next > begin && newline >= 0 && body.charAt(next - 1) == '\r' ? next - 1 : next;
        lines.add(new Line(begin, end, body.substring(begin, end)));
        begin = next + 1;
      }
      return lines;
    }

    /** {@return whether a fence is open after {@code before}} */
    private static boolean isInCode(List<Line> before) {
      String open = "";
      for (Line line : before) {
        Matcher fence = FENCE.matcher(line.text());
        if (!fence.matches()) {
          continue;
        }
        String found = fence.group("fence");
        if (open.isEmpty()) {
          open = found;
        } else if (found.startsWith(open) && fence.group("rest").isBlank()) {
          open = "";
        }
      }
      return !open.isEmpty();
    }
  }
}
