package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An issue as the REST API shows it.
 *
 * @param reason why it was closed or reopened, in GitHub's word
 */
public record GitHubIssue(
    long number,
    String title,
    String body,
    boolean open,
    Optional<String> reason,
    String author,
    List<Label> labels,
    int comments,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> closedAt,
    Optional<String> closedBy) {
  public GitHubIssue {
    labels = List.copyOf(labels);
  }

  /**
   * A label's name and what it is for.
   *
   * @param color six hexadecimal digits
   */
  public record Label(String name, String description, String color) {
    private static final String GREY = "ededed";

    static Label of(JsonNode json) {
      String color = json.path("color").asText();
      return new Label(
          json.path("name").asText(),
          json.path("description").asText(""),
          color.matches("[0-9a-fA-F]{6}") ? color : GREY);
    }
  }

  /** A change of an issue. */
  public record Edit(String by, Instant at, List<Change> changes) {
    public Edit {
      changes = List.copyOf(changes);
    }

    static Edit of(JsonNode json) {
      return new Edit(
          json.path("by").asText("ghost"),
          time(json, "at").orElse(Instant.EPOCH),
          json.path("changes").properties().stream()
              .map(
                  change ->
                      new Change(
                          change.getKey(),
                          text(change.getValue().path("before")),
                          text(change.getValue().path("after"))))
              .toList());
    }

    private static String text(JsonNode value) {
      return value.isArray()
          ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining("\n"))
          : value.asText();
    }
  }

  /**
   * A change of one field.
   *
   * @param before its text; of a list, one entry for each line
   */
  public record Change(String field, String before, String after) {}

  public record Comment(long id, String author, String body, Instant createdAt, Instant updatedAt) {
    static Comment of(JsonNode json) {
      return new Comment(
          json.path("id").asLong(),
          json.path("user").path("login").asText("ghost"),
          json.path("body").asText(""),
          time(json, "created_at").orElse(Instant.EPOCH),
          time(json, "updated_at").orElse(Instant.EPOCH));
    }

    public boolean isEdited() {
      return updatedAt.isAfter(createdAt);
    }
  }

  static GitHubIssue of(JsonNode json) {
    return new GitHubIssue(
        json.path("number").asLong(),
        json.path("title").asText(""),
        json.path("body").asText(""),
        json.path("state").asText().equals("open"),
        Optional.ofNullable(json.path("state_reason").textValue()),
        json.path("user").path("login").asText("ghost"),
        json.path("labels").valueStream().map(Label::of).toList(),
        json.path("comments").asInt(),
        time(json, "created_at").orElse(Instant.EPOCH),
        time(json, "updated_at").orElse(Instant.EPOCH),
        time(json, "closed_at"),
        Optional.ofNullable(json.path("closed_by").path("login").textValue()));
  }

  private static Optional<Instant> time(JsonNode json, String field) {
    return Optional.ofNullable(json.path(field).textValue()).map(Instant::parse);
  }
}
