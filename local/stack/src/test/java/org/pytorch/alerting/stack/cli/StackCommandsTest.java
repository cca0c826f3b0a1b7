package org.pytorch.alerting.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.Stack;
import org.pytorch.alerting.stack.StackOptions;
import org.pytorch.alerting.stack.Throughput;
import org.pytorch.alerting.stack.cli.desk.Ask;

/** The commands that the running stack answers, each as a person calls it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StackCommandsTest {
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Stack stack =
      Stack.start(StackOptions.quiet(Project.root()).withThroughput(Throughput.UNHURRIED));

  @TempDir private static Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  void start() {
    open.add(new StackCommands(stack, folder, folder.resolve("journal.jsonl")));
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    stack.close();
  }

  private record Answer(int exit, String text) {
    String found(String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      assertThat(matcher.find()).as("%s in:%n%s", pattern, text).isTrue();
      return matcher.group(1);
    }
  }

  private static Answer ask(String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(Project.root().toString()));
    all.addAll(List.of(words));
    int exit =
        Ask.run(
            folder.resolve(Ask.FILE), all, new PrintStream(printed, true, StandardCharsets.UTF_8));
    return new Answer(exit, printed.toString(StandardCharsets.UTF_8));
  }

  private static Answer send(String file, String name) {
    return ask("send", "--file=test-data/" + file, "--at=now", "--as=" + name);
  }

  @Test
  void send_tells_what_became_of_it_with_both_ids_and_the_issues_address() {
    Answer answer = send("grafana/firing.json", "told");

    assertThat(answer.exit()).isZero();
    assertThat(answer.text())
        .contains("grafana → webhook: accepted, HTTP 202\n")
        .containsPattern("     arrived   message " + UUID + " from grafana, [0-9,]+ bytes\n")
        .containsPattern("               delivery " + UUID + "\n")
        .contains(
            "     decided   CREATE [P1] Queue age too high (told): The alert fires for the first"
                + " time.\n")
        .containsPattern(
            "     GitHub    opened acme/alerts#\\d+ http://\\S+/acme/alerts/issues/\\d+");
    // The payload's times are in seconds: in another second it is a newer firing.
    assertThat(send("grafana/firing.json", "told").text())
        .containsPattern("     decided   (COUNT|UPDATE) \\[P1] ")
        .containsPattern("     (issue|GitHub) +\\S*.*acme/alerts#\\d+ http://")
        .doesNotContain("commented on", "opened");
    assertThat(send("grafana/resolved.json", "told").text()).contains("GitHub    closed");
  }

  @Test
  void send_fails_for_what_is_quarantined_and_says_how_to_complete_it() {
    Answer answer = send("grafana/missing-team-and-priority.json", "incomplete");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text())
        .contains("rejected  alert 1 of 1", "no team: add a label", "quarantined");
    String id = answer.found("make redrive ID=(" + UUID + ") SET=\"team=… priority=…\"");

    Answer list = ask("dead-letters");
    assertThat(list.exit()).isZero();
    assertThat(list.text())
        .contains("grafana  Disk nearly full (incomplete)", "no priority: add", "Message " + id)
        .contains("SET=\"team=… priority=…\"");

    Answer half = ask("redrive", "--id=" + id, "--set=team=harbor");
    assertThat(half.exit()).isEqualTo(1);
    assertThat(half.text()).contains("would be rejected again", "no priority", "FORCE=1");

    Answer why = ask("why", id);
    assertThat(why.exit()).isZero();
    assertThat(why.text()).contains("Lacks", "REJECT", "Dead ");
    assertThat(why.text().replaceAll("\\s+", " "))
        .containsPattern("make redrive ID=" + UUID + " SET=\"team=… priority=…\"");

    Answer redriven = ask("redrive", "--id=" + id, "--set=team=harbor priority=P1");
    assertThat(redriven.text()).contains("Redriven: ", "opened acme/alerts#");
    assertThat(redriven.exit()).isZero();
    assertThat(ask("dead-letters").text()).doesNotContain("(incomplete)");
    String delivery = answer.found("delivery (" + UUID + ")");
    assertThat(redriven.found("now message " + UUID + ", delivery (" + UUID + ")"))
        .isEqualTo(delivery);
    assertThat(lines("Alert decided"))
        .filteredOn(line -> line.path("delivery_id").asText().equals(delivery))
        .extracting(line -> line.path("event_id").asText() + " " + line.path("action").asText())
        .containsExactly(delivery + "#0 REJECT", delivery + "#0 CREATE");
  }

  /** Two alerts of the group become issues; one lacks a team, one a priority. */
  @Test
  void each_alert_of_a_group_is_told_what_is_to_be_done_about_it_alone() throws IOException {
    Path group = folder.resolve("group.json");
    Files.writeString(
        group,
        "{\"receiver\": \"x\", \"status\": \"firing\", \"version\": \"1\", \"orgId\": 1, \"groupKey\": \"{}\", \"alerts\": [%s]}"
            .formatted(
                Stream.of(
                        "\"team\": \"quay\", \"priority\": \"P2\"",
                        "\"priority\": \"P1\"",
                        "\"team\": \"dock\"")
                    .map(
                        labels ->
                            "{\"status\": \"firing\", \"labels\": {\"alertname\": \"Mixed %1$d\", %2$s}, \"startsAt\": \"2026-03-04T07:12:10Z\", \"fingerprint\": \"%1$016x\"}"
                                .formatted(labels.length(), labels))
                    .collect(Collectors.joining(", "))));

    Answer sent = ask("send", "--file=" + group, "--at=now");
    String message = sent.found("message (" + UUID + ")");
    assertThat(sent.text())
        .contains("2 of 3 alerts are quarantined.")
        .contains("make redrive ID=" + message + " SET=\"team=… priority=…\"");

    String issue = sent.found("opened acme/alerts#(\\d+)");
    assertThat(ask("why", issue).text())
        .contains("handled, and no longer on the queue", "nothing to do\n")
        .doesNotContain("redrive", "dead letter");
    assertThat(ask("why", message).text())
        .containsPattern("make redrive ID=" + UUID + " SET=\"team=…\"")
        .containsPattern("make redrive ID=" + UUID + " SET=\"priority=…\"");

    String listed = ask("dead-letters").found("make redrive ID=([0-9a-f]{8}) SET=\"priority=…\"");
    assertThat(ask("why", listed).text()).contains("Dead ", listed + "-");
    assertThat(ask("redrive", message, "--set=team=any").text().lines())
        .filteredOn(line -> line.contains("would be rejected again"))
        .singleElement()
        .asString()
        .contains("; see docs/senders/grafana.md. FORCE=1");

    assertThat(ask("redrive", message, "--set=team=any priority=P3").exit()).isZero();
  }

  @Test
  void replay_redrives_the_dead_letters_that_match() {
    String id =
        send("grafana/missing-team-and-priority.json", "replayed")
            .found("make redrive ID=(" + UUID + ") SET");

    Answer others = ask("replay", "--from=dlq", "--match=title=No such alert");
    assertThat(others.exit()).isZero();
    assertThat(others.text()).contains("0 of ");
    assertThat(ask("replay", "--from=dlq").text()).startsWith("Which ones? make replay FROM=dlq");
    Answer tried = ask("replay", "--from=dlq", "--match=title=*(replayed)", "--dry");
    assertThat(tried.text()).contains("1 of ", "Disk nearly full (replayed)", id);
    Answer replayed =
        ask("replay", "--from=dlq", "--match=title=*(replayed)", "--set=team=harbor priority=P1");

    assertThat(replayed.exit()).isZero();
    assertThat(replayed.text()).contains("1 of ", "Redriven: ", "opened acme/alerts#");
    assertThat(ask("dead-letters").text()).doesNotContain("(replayed)");
  }

  @Test
  void forgotten_letter_is_kept_in_a_file() throws IOException {
    Answer answer = ask("send", "--file=README.md", "--raw");
    assertThat(answer.exit()).isEqualTo(1);
    String id = answer.found("message (" + UUID + ")");
    assertThat(ask("dead-letters").text())
        .contains("(no readable title)", "a redrive would be rejected again");
    assertThat(ask("redrive", id, "--set=team=harbor").text()).contains("SET cannot be applied");
    assertThat(ask("forget", "all").exit()).isEqualTo(1);

    Answer forgotten = ask("forget", id);

    assertThat(forgotten.exit()).isZero();
    Path kept = Path.of(forgotten.found("kept in (\\S+)"));
    assertThat(Files.readString(kept))
        .isEqualTo(Files.readString(Project.root().resolve("README.md")));
    assertThat(ask("forget", id).text())
        .contains("No dead letter in the local stack has the id " + id);
  }

  @Test
  void same_alert_is_found_by_each_of_its_ids() {
    Answer sent = send("cloudwatch/metric-alarm.json", "found");
    String message = sent.found("arrived +message (" + UUID + ")");
    String issue = sent.found("opened (acme/alerts#\\d+)");
    String address = sent.found("(http://\\S+)");
    JsonNode decided =
        lines("Alert decided").stream()
            .filter(line -> line.path("message_id").asText().equals(message))
            .findFirst()
            .orElseThrow();
    String execution =
        lines("Message handled").stream()
            .filter(line -> line.path("message_id").asText().equals(message))
            .map(line -> line.path("arn").asText())
            .findFirst()
            .orElseThrow();

    assertThat(
            Stream.of(
                message,
                message + "-1",
                execution,
                decided.path("delivery_id").asText(),
                decided.path("event_id").asText(),
                decided.path("fingerprint").asText(),
                issue,
                issue.substring(issue.indexOf('#')),
                issue.substring(issue.indexOf('#') + 1),
                address))
        .allSatisfy(
            id -> {
              Answer why = ask("why", "--id=" + id);
              assertThat(why.exit()).isZero();
              assertThat(why.text())
                  .contains("through SNS or EventBridge", "message " + message)
                  .contains("team harbor, priority P1", "CREATE: The alert fires for the first")
                  .contains("opened " + issue, issue + ": open, 0 comments, " + address)
                  .contains("nothing to do")
                  .contains("OPEN, episode 1");
              assertThat(why.text().lines()).allMatch(line -> line.length() <= 120);
            });
  }

  @Test
  void unknown_id_is_answered_by_where_it_was_looked_for() {
    Answer why = ask("why", "00000000-0000-4000-8000-000000000000");

    assertThat(why.exit()).isEqualTo(1);
    assertThat(why.text())
        .contains("Nothing about 00000000", "before a restart", "dead-letter queue", "why-prod");
    assertThat(ask("why").text()).startsWith("Which id? make why ID=…");
    assertThat(ask("why", "a b").exit()).isEqualTo(1);
  }

  @Test
  void ignored_alert_and_unreadable_message_are_explained() {
    Answer ignored = ask("send", "test-data/grafana/test-notification.json");
    assertThat(ignored.exit()).isZero();
    assertThat(ask("why", ignored.found("message (" + UUID + ")")).text())
        .contains("Ignored", "Grafana's own test notification", "nothing to do");
    Answer cut = ask("send", "--file=test-data/malformed/cut-json.json", "--raw=1");
    assertThat(ask("why", cut.found("message (" + UUID + ")")).text())
        .contains("Rejected", "the body is not JSON", "Dead ");
  }

  @Test
  void what_nothing_can_be_added_to_is_not_to_be_redriven() {
    Answer answer = ask("send", "--file=test-data/cloudwatch/unknown-state.json");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text())
        .containsPattern("To delete this one:\n  make forget ID=" + UUID)
        .doesNotContain("redrive");
    assertThat(ask("dead-letters").text())
        .contains("  cloudwatch  yard-disk\n")
        .containsPattern("a\\s+redrive\\s+would\\s+be\\s+rejected\\s+again");
    assertThat(ask("forget", answer.found("forget ID=(" + UUID + ")")).exit()).isZero();
  }

  @Test
  void folder_is_sent_by_name_and_ends_with_a_table() throws IOException {
    Path payloads = Files.createDirectory(folder.resolve("my payloads"));
    copy("grafana/firing.json", payloads.resolve("1 firing.json"));
    copy("grafana/missing-team-and-priority.json", payloads.resolve("2 incomplete.json"));
    Files.writeString(payloads.resolve("3 cut.json"), "{");

    Answer answer = ask("send", "--dir=" + payloads, "--at=now", "--as=folder");

    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text())
        .startsWith("Sending 3 files")
        .containsPattern("1 firing.json +done +acme/alerts#\\d+ +CREATE")
        .containsPattern("2 incomplete.json +quarantined +alert 1 of 1")
        .containsPattern("3 cut.json +not sent +.*is not JSON");
  }

  @Test
  void mistakes_of_send_are_answered_by_one_sentence() {
    assertThat(ask("send").text()).startsWith("Which file? For example: make send FILE=");
    assertThat(ask("send", "--file=README.md").text())
        .startsWith("README.md is not JSON (line 1, column 1)");
    assertThat(ask("send", "--file=README.md", "--raw", "--as=x").text())
        .startsWith("AS=x cannot be used for README.md: it is not JSON");
    assertThat(ask("send", "--at=later", "x").exit()).isEqualTo(2);
    assertThat(ask("send", "--file=x", "--dir=y").text()).startsWith("FILE sends one payload, DIR");
    assertThat(ask("send", "--nowait", "x").text()).contains("unknown option: --nowait", "usage:");
    assertThat(ask("redrive").text()).startsWith("Which one? make redrive ID=…");
  }

  /** A group of 40 of one rule: the first 10 get issues, the others share one. */
  @Test
  void alert_that_joined_others_is_told_with_the_issue_that_they_share() throws IOException {
    Path payloads = Files.createDirectory(folder.resolve("storm"));
    Path storm = payloads.resolve("storm.json");
    Files.writeString(storm, storm(40));

    Answer answer = ask("send", "--file=" + storm, "--at=now", "--as=storm");

    assertThat(answer.exit()).isZero();
    String issue =
        answer.found(
            "     issue     (acme/alerts#\\d+), shared by 30 of these alerts"
                + " http://\\S+/acme/alerts/issues/\\d+\n");
    JsonNode joined =
        lines("Alert decided").stream()
            .filter(line -> line.path("action").asText().equals("JOIN"))
            .findFirst()
            .orElseThrow();
    Answer why = ask("why", joined.path("event_id").asText());
    assertThat(why.text())
        .contains("JOIN: ", "no issue of its own, shares " + issue)
        .containsPattern("Issue    " + issue + ": open, \\d+ comments?, http://");
    Answer shared = ask("why", issue);
    assertThat(shared.text())
        .as("what came is told before what the pipeline did by itself")
        .containsSubsequence(
            "Delivery ",
            " from grafana through the webhook",
            "Read     Queue age too high (storm)",
            "JOIN: ",
            "The pipeline's own checks of the alert",
            " because its alerts have changed: CREATE: ",
            "opened " + issue,
            "The alert now: ",
            "Shared   OPEN: Queue age too high (storm)",
            "and 20 more");
    assertThat(shared.text().indexOf("The pipeline's own checks"))
        .isGreaterThan(shared.text().lastIndexOf("\nDelivery "));
    assertThat(
            ask(
                    "why",
                    lines("Alert decided").stream()
                        .filter(line -> line.path("check").asText().equals("member"))
                        .findFirst()
                        .orElseThrow()
                        .path("message_id")
                        .asText())
                .text())
        .as("a check is told in full if it is asked for")
        .contains(
            "The pipeline's own check of the alert, because its alerts have changed", "CREATE: ");
    assertThat(ask("send", "--dir=" + payloads, "--as=storm").text())
        .containsPattern("storm.json +done +acme/alerts#\\d+, ");
  }

  private static String storm(int alerts) {
    ObjectNode group =
        (ObjectNode) Json.read(Project.payload("grafana/firing.json"), JsonNode.class);
    JsonNode first = group.path("alerts").path(0);
    ArrayNode all = group.putArray("alerts");
    for (int i = 0; i < alerts; i++) {
      ObjectNode alert = first.deepCopy();
      ((ObjectNode) alert.path("labels")).put("queue", "queue-" + i);
      alert.put("fingerprint", "%016x".formatted(i));
      all.add(alert);
    }
    return Json.write(group);
  }

  @Test
  void send_without_waiting_prints_the_ids() {
    Answer answer = ask("send", "test-data/grafana/test-notification.json", "--no-wait");

    assertThat(answer.exit()).isZero();
    assertThat(answer.text()).containsPattern("message " + UUID + "; delivery " + UUID);
  }

  private static void copy(String payload, Path to) throws IOException {
    Files.writeString(to, Project.payload(payload));
  }

  private static List<JsonNode> lines(String message) {
    try (Stream<String> lines = Files.lines(folder.resolve("journal.jsonl"))) {
      return lines
          .filter(line -> !line.isBlank())
          .map(line -> Json.read(line, JsonNode.class))
          .filter(line -> line.path("message").asText().equals(message))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
