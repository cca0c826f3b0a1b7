package org.pytorch.alerting.console.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /** A label's name and what it is for. */
  public record Label(String name, String description) {}

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
        json.path("labels")
            .valueStream()
            .map(
                label ->
                    new Label(label.path("name").asText(), label.path("description").asText("")))
            .toList(),
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
