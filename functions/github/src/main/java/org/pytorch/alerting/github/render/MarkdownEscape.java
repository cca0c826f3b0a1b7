package org.pytorch.alerting.github.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a sender's text as one line of Markdown that shows every letter and has no effect: no
 * mention, no reference, no HTML, no picture, no hidden link target.
 *
 * <p>Safe by construction: the text is split into code spans, addresses, words and single
 * characters, and each is written in a form of our own. Everything else is escaped.
 */
public final class MarkdownEscape {
  /** A code span as authors write it: as many backticks after it as before. */
  private static final String CODE =
      "(?<ticks>(?<!`)`{1,8})(?<code>[^`](?:[^\n]*?[^`])??)\\k<ticks>(?!`)";

  private static final String URL = "(?<url>(?i:https?)://[^\\s<>\"`\\\\^{|}]+)";

  private static final String MAIL =
      "(?<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){1,9})";

  /**
   * A name between colons, which GitHub turns into a picture anywhere. Names of one or two digits
   * do not exist, so times stay as they are; and an address's scheme is not a name.
   */
  private static final String EMOJI = ":(?!https?:|[0-9]{1,2}:)[a-z0-9_+-]+:";

  /**
   * Words that contain such a name, such as ARNs and machines' addresses. A name that begins after
   * the searched part is broken up at its colon.
   */
  private static final String NAMES =
      "(?<names>(?=[A-Za-z0-9_-][A-Za-z0-9_.+/:-]{0,60}?"
          + EMOJI
          + ")[A-Za-z0-9_.+/:-]*[A-Za-z0-9_+/:-])";

  /** A run of letters, digits and hyphens; it may be a commit's hash. */
  private static final String WORD = "(?<word>[A-Za-z0-9_-]+)";

  private static final String SINGLE = "(?<single>[\\s\\S])";

  private static final Pattern TOKEN =
      Pattern.compile(String.join("|", CODE, URL, MAIL, NAMES, WORD, SINGLE));

  private static final Pattern EMOJI_NAME = Pattern.compile(EMOJI);

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://");

  /** GitHub takes seven to forty hex digits as a commit. */
  private static final Pattern HASH =
      Pattern.compile("(?:.*[^A-Za-z0-9])?[0-9a-fA-F]{7,40}(?:[^A-Za-z0-9].*)?");

  private static final Pattern ISSUE_WORD = Pattern.compile("(?i)GH-(?=[0-9])");

  /** Addresses with only these characters mean the same with and without angle brackets. */
  private static final Pattern PLAIN_URL = Pattern.compile("[A-Za-z0-9:/?=&%+,;._~!'*()-]+");

  private static final Pattern ENTITY = Pattern.compile("&#?[A-Za-z0-9]+;");

  private static final String BAR = "&#124;";

  private static final String URL_END = ".,;:!?'*_~";

  private static final Pattern LINE_START =
      Pattern.compile("[-+=]|:(?=-)|(?<number>[0-9]{1,6})[.)]");

  private final GitHubLinks links;

  public MarkdownEscape(GitHubLinks links) {
    this.links = links;
  }

  /** {@return {@code text} on one line, for the middle of a line of Markdown} */
  public String inline(String text) {
    return tokens(SafeText.oneLine(text));
  }

  /**
   * {@return {@code text} for the cell of a table, its lines one below the other} A bar would end
   * the cell even within code, so it is written as an entity, and code around it as text.
   */
  String cell(String text) {
    return SafeText.clean(text)
        .lines()
        .map(SafeText::oneLine)
        .filter(line -> !line.isEmpty())
        .map(
            line ->
                Stream.of(line.split("\\|", -1)).map(this::tokens).collect(Collectors.joining(BAR)))
        .collect(Collectors.joining("<br>"));
  }

  /** {@return one line of clean text, for the start of a line of Markdown} */
  String line(String clean) {
    String text = clean.strip();
    Matcher start = LINE_START.matcher(text);
    if (!start.lookingAt()) {
      return tokens(text);
    }
    // List, heading underline, table rule: all begin with one of these characters. A longer
    // number is a possible hash, is written as code and so does not begin a list.
    int mark = start.group("number") == null ? 0 : start.end("number");
    String escaped = text.substring(0, mark) + "\\" + text.charAt(mark);
    String gap = text.charAt(mark) == ':' ? String.valueOf(SafeText.BREAK) : "";
    return escaped + gap + tokens(text.substring(mark + 1));
  }

  /** {@return {@code clean} as a code span that no backtick in it ends} */
  static String code(String clean) {
    String inert = SafeText.inert(clean.replace('\n', ' '));
    if (inert.isBlank()) {
      return "";
    }
    String ticks = "`".repeat(longestRun(inert, '`') + 1);
    String space = inert.startsWith("`") || inert.endsWith("`") ? " " : "";
    return ticks + space + inert + space + ticks;
  }

  /** {@return the length of the longest run of {@code character} in {@code text}} */
  static int longestRun(String text, char character) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == character ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private String tokens(String text) {
    StringBuilder markdown = new StringBuilder(text.length() + 16);
    Matcher token = TOKEN.matcher(text).useTransparentBounds(true);
    while (token.find()) {
      if (token.group("code") != null) {
        String span = code(token.group("code"));
        // A blank span becomes empty, but its neighbours must not be joined.
        append(markdown, span.isEmpty() ? String.valueOf(SafeText.BREAK) : span);
      } else if (token.group("url") != null) {
        append(markdown, url(token.group("url")));
      } else if (token.group("mail") != null) {
        append(markdown, code(token.group("mail")));
      } else if (token.group("names") != null) {
        String names = upToAddress(token.group("names"));
        append(markdown, code(names));
        token.region(token.start() + names.length(), text.length());
      } else if (token.group("word") != null) {
        append(markdown, word(token.group("word"), text, token.end()));
      } else {
        append(markdown, single(text, token.start(), lastOf(markdown)));
      }
    }
    return markdown.toString();
  }

  /** Adjacent code spans would be read with other boundaries, and release their content. */
  private static void append(StringBuilder markdown, String piece) {
    if (piece.startsWith("`") && lastOf(markdown) == '`') {
      markdown.append(SafeText.BREAK);
    }
    markdown.append(piece);
  }

  private static char lastOf(StringBuilder markdown) {
    return markdown.isEmpty() ? ' ' : markdown.charAt(markdown.length() - 1);
  }

  private String url(String match) {
    String url = withoutEnd(match);
    boolean plain = PLAIN_URL.matcher(url).matches() && !ENTITY.matcher(url).find();
    if (!plain || links.isReference(url)) {
      // Shown, but neither a link nor a reference: the break prevents both.
      int scheme = match.indexOf(':') + 1;
      return match.substring(0, scheme) + SafeText.BREAK + tokens(match.substring(scheme));
    }
    // As code it can be copied; GitHub would make pictures within a link as well.
    boolean pictured = EMOJI_NAME.matcher(url).find();
    StringBuilder markdown = new StringBuilder(pictured ? code(url) : "<" + url + ">");
    append(markdown, tokens(match.substring(url.length())));
    return markdown.toString();
  }

  /** {@return {@code url} without the punctuation of the sentence around it} */
  private static String withoutEnd(String url) {
    int end = url.length();
    while (end > 0) {
      char last = url.charAt(end - 1);
      boolean unopened =
          (last == ')' && count(url, end, '(') < count(url, end, ')')) || last == ']';
      if (URL_END.indexOf(last) < 0 && !unopened) {
        break;
      }
      end--;
    }
    return url.substring(0, end);
  }

  private static long count(String text, int end, char character) {
    return text.substring(0, end).chars().filter(c -> c == character).count();
  }

  /** An address after a colon is a separate link. */
  private static String upToAddress(String names) {
    Matcher address = ADDRESS.matcher(names);
    return address.find() && address.start() > 0 ? names.substring(0, address.start()) : names;
  }

  private static String word(String word, String text, int end) {
    if (HASH.matcher(word).matches()) {
      return code(word);
    }
    String safe = ISSUE_WORD.matcher(word).replaceAll("$0" + SafeText.BREAK);
    boolean host = word.equalsIgnoreCase("www") && end < text.length() && text.charAt(end) == '.';
    boolean scheme = end < text.length() && text.startsWith("://", end);
    // GitHub turns www.… and ftp://… into links by itself.
    return safe.replace("_", "\\_") + (host || scheme ? String.valueOf(SafeText.BREAK) : "");
  }

  private static String single(String text, int at, char before) {
    char character = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    return switch (character) {
      case '@' -> "@" + SafeText.BREAK;
      case '#' -> Character.isDigit(next) ? "\\#" + SafeText.BREAK : "\\#";
      case '<' -> next == '!' ? "\\<" + SafeText.BREAK : "\\<";
      case ':' ->
          beginsEmoji(text, at, before, next) || beginsAddress(text, at, before)
              ? ":" + SafeText.BREAK
              : ":";
      case '\\', '`', '*', '_', '[', ']', '>', '|', '~', '&', '$' -> "\\" + character;
      // A character outside the basic plane, such as an emoji, is two chars.
      default -> Character.toString(text.codePointAt(at));
    };
  }

  /** After a scheme that is not a word, such as git+ssh; a word already has its break. */
  private static boolean beginsAddress(String text, int at, char before) {
    return before != SafeText.BREAK && text.startsWith("://", at);
  }

  /** GitHub would show a picture instead of the sender's letters. Times stay whole. */
  private static boolean beginsEmoji(String text, int at, char before, char next) {
    // Only after ASCII letters is it certain that no non-ASCII name begins here.
    boolean within = before < 128 && Character.isLetterOrDigit(before);
    boolean begins = Character.isLetterOrDigit(next) || "+-_".indexOf(next) >= 0;
    return (!within && begins) || EMOJI_NAME.matcher(text).region(at, text.length()).lookingAt();
  }
}
