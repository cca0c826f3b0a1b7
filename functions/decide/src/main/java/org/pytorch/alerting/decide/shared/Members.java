package org.pytorch.alerting.decide.shared;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pytorch.alerting.model.Fingerprint;
import org.pytorch.alerting.model.json.BodyEncoding;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.status.SharingAlert;

/**
 * The members of a {@link MemberBook}: one line of JSON each, on packed pages by the first digit of
 * their fingerprint. An event of one member unpacks one page and reads one line. There are many
 * more events than checks, which read all lines.
 */
public final class Members {
  public static final Members NONE = new Members(Collections.emptySortedMap());

  /**
   * In characters, packed: 16 pages with longer titles than before stay below the 409,600 bytes of
   * an item. A page has room for some hundreds of members, or for some tens whose titles are long
   * and cannot be packed.
   */
  static final int MAX_PAGE_LENGTH = 20_000;

  /** In characters, packed: beyond this, a longer title that a member gets later is not shown. */
  private static final int MAX_GROWN_PAGE_LENGTH = 24_000;

  /** In bytes of UTF-8. This much fits on a page even if it hardly compresses. */
  private static final int SURELY_FITS = 12_000;

  /** Each of our lines begins with it, followed by the fingerprint. */
  private static final String START = "{\"f\":\"";

  private static final int FINGERPRINT_LENGTH = 64;

  private final SortedMap<String, Page> pages;

  private Members(SortedMap<String, Page> pages) {
    this.pages = Collections.unmodifiableSortedMap(pages);
  }

  /** {@return {@code members}, whatever their number} */
  public static Members of(Collection<Member> members) {
    return new Members(
        members.stream()
            .collect(
                Collectors.groupingBy(
                    member -> page(member.fingerprint()),
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.toMap(
                            member -> member.fingerprint().hex(),
                            Line::write,
                            (_, later) -> later,
                            TreeMap::new),
                        Page.Open::new))));
  }

  /** {@return the members on {@code pages}, which {@link #packed} has written} */
  public static Members unpacked(Map<String, String> pages) {
    SortedMap<String, Page> all = new TreeMap<>();
    pages.forEach((digit, text) -> all.put(digit, new Page.Packed(text)));
    return new Members(all);
  }

  /**
   * {@return the members on the one page that earlier versions wrote}
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Members ofOnePage(String packed) {
    SortedMap<String, Page> all = new TreeMap<>();
    new Page.Packed(packed)
        .lines().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    line -> line.getKey().substring(0, 1),
                    Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (_, later) -> later, TreeMap::new)))
            .forEach((digit, lines) -> all.put(digit, new Page.Open(lines)));
    return new Members(all);
  }

  private static String page(Fingerprint fingerprint) {
    return fingerprint.hex().substring(0, 1);
  }

  /** {@return the text of each page, by the first digit of its members} */
  public SortedMap<String, String> packed() {
    SortedMap<String, String> texts = new TreeMap<>();
    pages.forEach((digit, page) -> texts.put(digit, page.packed()));
    return texts;
  }

  /**
   * {@return how many there are}
   *
   * @throws IllegalArgumentException if a page cannot be read
   */
  public int size() {
    return pages.values().stream().mapToInt(page -> page.lines().size()).sum();
  }

  /**
   * {@return the member with that fingerprint, if it is one}
   *
   * @throws IllegalArgumentException if its page or line cannot be read
   */
  public Optional<Member> find(Fingerprint fingerprint) {
    return Optional.ofNullable(pages.get(page(fingerprint)))
        .flatMap(page -> Optional.ofNullable(page.lines().get(fingerprint.hex())))
        .map(Line::read);
  }

  /**
   * {@return all members, by fingerprint}
   *
   * @throws IllegalArgumentException from the stream, if a page or a line cannot be read
   */
  public Stream<Member> all() {
    return pages.values().stream().flatMap(page -> page.lines().values().stream()).map(Line::read);
  }

  /**
   * {@return these members with {@code member} replaced; empty if it is new and there is no room
   * for it}
   *
   * @throws IllegalArgumentException if its page or line cannot be read
   */
  Optional<Members> with(Member member) {
    Optional<Member> known = find(member.fingerprint());
    Page.Open next = changed(member);
    if (next.fits(known.isPresent() ? MAX_GROWN_PAGE_LENGTH : MAX_PAGE_LENGTH)) {
      return Optional.of(with(member, next));
    }
    return known.map(before -> with(member, changed(member.withTextsOf(before))));
  }

  private Page.Open changed(Member member) {
    SortedMap<String, String> lines =
        Optional.ofNullable(pages.get(page(member.fingerprint())))
            .map(page -> new TreeMap<>(page.lines()))
            .orElseGet(TreeMap::new);
    lines.put(member.fingerprint().hex(), Line.write(member));
    return new Page.Open(lines);
  }

  private Members with(Member member, Page page) {
    SortedMap<String, Page> next = new TreeMap<>(pages);
    next.put(page(member.fingerprint()), page);
    return new Members(next);
  }

  /**
   * {@return those of these members for which {@code kept} is true}
   *
   * @throws IllegalArgumentException if a page or a line cannot be read
   */
  Members only(Predicate<Member> kept) {
    return of(all().filter(kept).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Members members && all().toList().equals(members.all().toList()));
  }

  @Override
  public int hashCode() {
    return all().toList().hashCode();
  }

  @Override
  public String toString() {
    return all().toList().toString();
  }

  /** Members whose fingerprints have one first digit. */
  private sealed interface Page {
    /** {@return the JSON of each member, by fingerprint} */
    SortedMap<String, String> lines();

    String packed();

    /** As it was read. */
    record Packed(String packed) implements Page {
      @Override
      public SortedMap<String, String> lines() {
        SortedMap<String, String> lines = new TreeMap<>();
        BodyEncoding.GZIP_BASE64
            .decode(packed)
            .lines()
            .forEach(line -> lines.put(fingerprint(line), line));
        return lines;
      }

      private static String fingerprint(String line) {
        int end = START.length() + FINGERPRINT_LENGTH;
        return line.startsWith(START) && line.length() > end && line.charAt(end) == '"'
            ? line.substring(START.length(), end)
            : Line.read(line).fingerprint().hex();
      }
    }

    /** As it is to be written. */
    record Open(SortedMap<String, String> lines) implements Page {
      @Override
      public String packed() {
        return BodyEncoding.GZIP_BASE64.encode(String.join("\n", lines.values()));
      }

      boolean fits(int maxLength) {
        int bytes =
            lines.values().stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        return bytes <= SURELY_FITS || packed().length() <= maxLength;
      }
    }
  }

  /** One member, with short names: an item may have thousands. */
  private record Line(
      String f, long v, SharingAlert a, Optional<String> t, Instant at, Optional<String> r) {
    static String write(Member member) {
      return Json.write(
          new Line(
              member.fingerprint().hex(),
              member.version(),
              member.alert(),
              member.team(),
              member.at(),
              member.reason()));
    }

    static Member read(String text) {
      Line line = Json.read(text, Line.class);
      return new Member(new Fingerprint(line.f), line.v, line.a, line.t, line.at, line.r);
    }
  }
}
