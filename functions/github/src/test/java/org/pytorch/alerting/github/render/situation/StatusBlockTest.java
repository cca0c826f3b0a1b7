package org.pytorch.alerting.github.render.situation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.github.render.StatusBlock;

/** Of a body, exactly the block is rewritten, and whatever a person wrote stays. */
class StatusBlockTest {
  private static final StatusBlock OLD = new StatusBlock("🔴 **Firing** · once\nRunbook");
  private static final StatusBlock NEW =
      new StatusBlock("🟢 **Resolved**\n`a = 1`\n[R](<https://r>)");
  private static final String BEGIN = "<!-- alert-pipeline v1 status -->";
  private static final String AFTER =
      "\n\nOldest message is 1840 s old\n\n<!-- alert-pipeline v1 issue fingerprint=0 episode=1 -->";
  private static final String BODY = OLD.text() + AFTER;

  private static String endLine(StatusBlock block) {
    return block.text().substring(block.text().lastIndexOf('\n') + 1);
  }

  @Test
  void block_stands_between_two_hidden_lines() {
    assertThat(OLD.text().lines())
        .hasSize(4)
        .startsWith(BEGIN, "🔴 **Firing** · once")
        .last()
        .asString()
        .matches("<!-- alert-pipeline v1 /status sum=[0-9a-f]{16} -->");
  }

  @Test
  void block_takes_the_place_of_the_one_before() {
    assertThat(NEW.in(BODY)).contains(NEW.text() + AFTER);
    assertThat(NEW.in(BODY).flatMap(OLD::in)).contains(BODY);
  }

  @Test
  void block_that_is_written_twice_gives_the_same_bytes() {
    assertThat(OLD.in(BODY)).contains(BODY);
    assertThat(NEW.in(BODY).flatMap(NEW::in)).isEqualTo(NEW.in(BODY));
  }

  /** GitHub's page gives the whole text the line ends of Windows. */
  @Test
  void body_that_was_edited_in_the_browser_keeps_its_line_ends() {
    String edited = windows("I am on it.\n\n" + BODY + "\n\nDone soon.");

    assertThat(NEW.in(edited))
        .contains(windows("I am on it.\n\n" + NEW.text() + AFTER + "\n\nDone soon."));
    assertThat(OLD.in(edited)).contains(edited);
  }

  private static String windows(String text) {
    return text.replace("\n", "\r\n");
  }

  @Test
  void empty_block_has_a_place_too() {
    StatusBlock empty = new StatusBlock("");

    assertThat(NEW.in(empty.text())).contains(NEW.text());
    assertThat(empty.in(BODY)).contains(empty.text() + AFTER);
  }

  static Stream<String> withoutPlace() {
    String half = BODY.replace(endLine(OLD), "");
    return Stream.of(
        "",
        "text",
        half,
        BODY.replace(BEGIN + "\n", ""),
        // In the wrong order.
        endLine(OLD) + "\n" + OLD.content() + "\n" + BEGIN,
        // Doubled, as a whole or in part.
        BODY + "\n" + OLD.text(),
        BODY + "\n" + BEGIN,
        BODY + "\n" + endLine(NEW),
        // Quoted, in a list, as code.
        "> " + BODY.replace("\n", "\n> "),
        "- " + BODY.replace("\n", "\n  "),
        "    " + BODY.replace("\n", "\n    "),
        "```\n" + OLD.text() + "\n```" + AFTER,
        "~~~~ text\n~~~\n" + OLD.text() + "\n~~~~" + AFTER,
        "```\n" + BODY,
        // A person's text in it, or less of ours.
        BODY.replace("once\n", "once\nI am on it.\n"),
        BODY.replace("once", "once (Kim is on it)"),
        BODY.replace("\nRunbook", ""),
        BODY.replace("once\n", "once\n\n"),
        BODY.replace("once\n", "once \n"),
        // Its lines are not quite ours.
        BODY.replace(BEGIN, BEGIN + " x"),
        BODY.replace(BEGIN, " " + BEGIN),
        BODY.replace(BEGIN, "x " + BEGIN),
        BODY.replaceFirst(" sum=[0-9a-f]+", ""),
        BODY.replaceFirst("sum=[0-9a-f]", "sum="),
        BODY.replace("\n", "\r"));
  }

  @ParameterizedTest
  @MethodSource("withoutPlace")
  void body_whose_block_a_person_has_changed_is_left_alone(String body) {
    assertThat(NEW.in(body)).isEmpty();
  }

  static Stream<String> withPlace() {
    return Stream.of(
        "```\ncode\n```\n" + BODY,
        "````\n```\n````\n" + BODY,
        "~~~ x\n```\n~~~\n" + BODY,
        // Four spaces make no fence, and no code within a line.
        "    ```\n" + BODY,
        "a ```\n" + BODY,
        BODY + "\n> " + OLD.text().replace("\n", "\n> "),
        BODY + "\n```\nmore",
        "\u2028\n" + BODY,
        "\n" + BODY,
        "\r" + "\n" + BODY);
  }

  @ParameterizedTest
  @MethodSource("withPlace")
  void what_a_person_wrote_around_the_block_does_it_no_harm(String body) {
    int at = body.indexOf(OLD.text());

    assertThat(NEW.in(body))
        .contains(body.substring(0, at) + NEW.text() + body.substring(at + OLD.text().length()));
  }

  @Test
  void body_that_would_be_too_long_for_github_is_left_alone() {
    int room = 65_536 - NEW.text().codePointCount(0, NEW.text().length());

    assertThat(NEW.in(OLD.text() + "🚢".repeat(room))).isEmpty();
    assertThat(NEW.in(OLD.text() + "\n" + "🚢".repeat(room - 1))).isPresent();
  }

  static LongStream seeds() {
    return LongStream.range(0, 2_000);
  }

  private static final List<String> PIECES =
      List.of(
          "text",
          "\n",
          "\r\n",
          "\r",
          "```",
          "~~~",
          "> ",
          "    ",
          "- ",
          " ",
          "🚢",
          "<!--",
          "-->",
          "\u2028",
          BEGIN,
          endLine(OLD),
          OLD.text(),
          "x".repeat(300));

  /** A body and what people have put into it. */
  private record Edited(String body, List<String> put) {
    static Edited of(long seed) {
      Random random = new Random(seed);
      String body = BODY;
      List<String> put = new ArrayList<>();
      for (int edits = random.nextInt(5); edits > 0; edits--) {
        int at = random.nextInt(body.length() + 1);
        int kind = random.nextInt(6);
        if (kind == 0) {
          body = windows(body.replace("\r\n", "\n"));
        } else if (kind == 1) {
          int end = Math.min(body.length(), at + random.nextInt(40));
          body = body.substring(0, at) + body.substring(end);
        } else {
          String piece = PIECES.get(random.nextInt(PIECES.size())) + "#" + seed + "-" + edits;
          body = body.substring(0, at) + piece + body.substring(at);
          put.add(piece);
        }
      }
      return new Edited(body, put);
    }
  }

  /**
   * Whatever people and their editors do: if there is a place, all around it stays, byte for byte,
   * and what is replaced is what we wrote and nothing else; the next rewrite finds the place again.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void whatever_people_do_to_a_body_only_our_own_text_is_replaced(long seed) {
    Edited edited = Edited.of(seed);
    String body = edited.body();

    NEW.in(body)
        .ifPresent(
            text -> {
              int begin = body.indexOf(BEGIN);
              int end = body.indexOf(endLine(OLD)) + endLine(OLD).length();
              assertThat(unix(body.substring(begin, end))).isEqualTo(OLD.text());
              assertThat(text).startsWith(body.substring(0, begin)).endsWith(body.substring(end));
              int newEnd = text.length() - (body.length() - end);
              assertThat(unix(text.substring(begin, newEnd))).isEqualTo(NEW.text());
              edited.put().stream()
                  .filter(body::contains)
                  .forEach(piece -> assertThat(text).contains(piece));
              assertThat(NEW.in(text)).contains(text);
              assertThat(OLD.in(text).map(StatusBlockTest::unix)).contains(unix(body));
            });
  }

  private static String unix(String text) {
    return text.replace("\r\n", "\n");
  }

  @Test
  void random_edits_leave_many_blocks_and_break_many() {
    assertThat(seeds().filter(seed -> NEW.in(Edited.of(seed).body()).isPresent()).count())
        .isBetween(500L, 1_500L);
  }
}
