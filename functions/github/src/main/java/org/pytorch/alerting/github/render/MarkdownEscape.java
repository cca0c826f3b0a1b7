package org.pytorch.alerting.github.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a sender's text as one line of Markdown in which every letter of it is seen and nothing
 * happens: no mention, no reference, no HTML, no picture, no hidden link target.
 *
 * <p>Safe by construction: the text is taken apart into code spans, addresses, words and single
 * characters, and each is written in a form of our own. What is not understood is escaped.
 */
public final class MarkdownEscape {
  /** A code span as an author writes it: as many backticks behind as before. */
  private static final String CODE =
      "(?<ticks>(?<!`)`{1,8})(?<code>[^`](?:[^\n]*?[^`])??)\\k<ticks>(?!`)";

  private static final String URL = "(?<url>(?i:https?)://[^\\s<>\"`\\\\^{|}]+)";

  private static final String MAIL =
      "(?<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:[.][A-Za-z0-9-]{1,63}){1,9})";

  /**
   * A name between colons, of which GitHub makes a picture wherever it stands. There is none of one
   * or two digits, so times stay as they are; and the scheme of an address is none.
   */
  private static final String EMOJI = ":(?!https?:|[0-9]{1,2}:)[a-z0-9_+-]+:";

  /**
   * Words with such a name in them, as ARNs and addresses of machines are. A name that begins later
   * than it is searched for is broken up at its colon.
   */
  private static final String NAMES =
      "(?<names>(?=[A-Za-z0-9_-][A-Za-z0-9_.+/:-]{0,60}?"
          + EMOJI
          + ")[A-Za-z0-9_.+/:-]*[A-Za-z0-9_+/:-])";

  /** A run of letters, digits and hyphens; it may hold a commit's hash. */
  private static final String WORD = "(?<word>[A-Za-z0-9_-]+)";

  private static final String SINGLE = "(?<single>[\\s\\S])";

  private static final Pattern TOKEN =
      Pattern.compile(String.join("|", CODE, URL, MAIL, NAMES, WORD, SINGLE));

  private static final Pattern EMOJI_NAME = Pattern.compile(EMOJI);

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://");

  /** Seven to forty hex digits stand for a commit. */
  private static final Pattern HASH =
      Pattern.compile("(?:.*[^A-Za-z0-9])?[0-9a-fA-F]{7,40}(?:[^A-Za-z0-9].*)?");

  private static final Pattern ISSUE_WORD = Pattern.compile("(?i)GH-(?=[0-9])");

  /** Addresses of these characters only mean the same inside angle brackets and outside. */
  private static final Pattern PLAIN_URL = Pattern.compile("[A-Za-z0-9:/?=&%+,;._~!'*()-]+");

  private static final Pattern ENTITY = Pattern.compile("&#?[A-Za-z0-9]+;");

  private static final String URL_END = ".,;:!?'*_~";

  private static final Pattern LINE_START =
      Pattern.compile("[-+=]|:(?=-)|(?<number>[0-9]{1,6})[.)]");

  private final GitHubLinks links;

  public MarkdownEscape(GitHubLinks links) {
    this.links = links;
  }

  /** {@return {@code text} on one line, for where Markdown continues a line} */
  public String inline(String text) {
    return tokens(SafeText.oneLine(text));
  }

  /** {@return one line of clean text, for where a line of Markdown begins} */
  String line(String clean) {
    String text = clean.strip();
    Matcher start = LINE_START.matcher(text);
    if (!start.lookingAt()) {
      return tokens(text);
    }
    // List, underline of a heading, rule of a table: all begin with one of these characters. A
    // longer number is a possible hash, comes out as code and so begins no list.
    int mark = start.group("number") == null ? 0 : start.end("number");
    String escaped = text.substring(0, mark) + "\\" + text.charAt(mark);
    String gap = text.charAt(mark) == ':' ? String.valueOf(SafeText.BREAK) : "";
    return escaped + gap + tokens(text.substring(mark + 1));
  }

  /** {@return {@code clean} as a code span; the text is inside and no backtick of it ends it} */
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
        // Nothing is left of a blank one, but what stood apart must not come together.
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

  /** Two code spans side by side would read as one with other bounds, and free what is inside. */
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
      // Shown, but neither a link nor a reference: the break keeps GitHub from making one.
      int scheme = match.indexOf(':') + 1;
      return match.substring(0, scheme) + SafeText.BREAK + tokens(match.substring(scheme));
    }
    // As code it can be copied; GitHub would make pictures within a link as well.
    boolean pictured = EMOJI_NAME.matcher(url).find();
    StringBuilder markdown = new StringBuilder(pictured ? code(url) : "<" + url + ">");
    append(markdown, tokens(match.substring(url.length())));
    return markdown.toString();
  }

  /** {@return {@code url} without the punctuation that belongs to the sentence around it} */
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

  /** An address that follows a colon is a link of its own. */
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
    // GitHub makes links of www.… and ftp://… without being asked.
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
      // A character beyond the 16 bits of a char, such as an emoji, is two of them.
      default -> Character.toString(text.codePointAt(at));
    };
  }

  /** Behind a scheme that is no word, such as git+ssh; one that is has its break already. */
  private static boolean beginsAddress(String text, int at, char before) {
    return before != SafeText.BREAK && text.startsWith("://", at);
  }

  /** GitHub would show a picture instead of the sender's letters. Times stay whole. */
  private static boolean beginsEmoji(String text, int at, char before, char next) {
    // Only behind ASCII letters is it sure that no name begins here that is not ASCII.
    boolean within = before < 128 && Character.isLetterOrDigit(before);
    boolean begins = Character.isLetterOrDigit(next) || "+-_".indexOf(next) >= 0;
    return (!within && begins) || EMOJI_NAME.matcher(text).region(at, text.length()).lookingAt();
  }
}
