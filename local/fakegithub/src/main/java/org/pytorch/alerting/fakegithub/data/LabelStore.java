package org.pytorch.alerting.fakegithub.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.call.FieldError;
import org.pytorch.alerting.fakegithub.call.Refusal;

/** Validates and creates labels, both explicitly and when they are set on an issue. */
public final class LabelStore {
  /** What a request says about a label besides its name. */
  public record Details(Optional<String> color, Optional<String> description) {
    private void require() {
      if (color.isPresent() && !COLOR.matcher(color.get()).matches()) {
        throw Refusal.invalid(FieldError.of("Label", "color", "invalid"));
      }
      if (description.isPresent() && TextRules.length(description.get()) > Label.DESCRIPTION_MAX) {
        throw tooLong("description", Label.DESCRIPTION_MAX);
      }
    }
  }

  private static final Pattern COLOR = Pattern.compile("[0-9a-fA-F]{6}");
  private static final int LABELS_PER_ISSUE_MAX = 100;
  private static final Details NO_DETAILS = new Details(Optional.empty(), Optional.empty());

  private final GitHubState state;

  public LabelStore(GitHubState state) {
    this.state = state;
  }

  /**
   * Creates those of {@code names} that the repository does not have.
   *
   * @return the names as the repository spells them, each once
   * @throws Refusal 422 if a name is invalid or there are too many for one issue; then none is
   *     created
   */
  public List<String> ensure(Repository repository, List<String> names) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (String name : names) {
      requireName(name);
      byKey.putIfAbsent(Label.key(name), name);
    }
    if (byKey.size() > LABELS_PER_ISSUE_MAX) {
      throw Refusal.invalid(
          FieldError.of("Issue", "labels", "custom", "an issue has at most 100 labels"));
    }
    return byKey.values().stream().map(name -> ensure(repository, name).name()).toList();
  }

  /**
   * Makes a label.
   *
   * @throws Refusal 422 if it exists, or if its name, colour or description is invalid
   */
  public Label create(Repository repository, String name, Details details) {
    requireName(name);
    details.require();
    if (repository.label(name).isPresent()) {
      throw Refusal.invalid(FieldError.of("Label", "name", "already_exists"));
    }
    return put(repository, name, details);
  }

  /**
   * Changes a label; absent fields stay the same.
   *
   * @throws Refusal 422 if the colour or the description is invalid
   */
  public Label change(Repository repository, Label label, Details details) {
    details.require();
    Label changed =
        new Label(
            label.id(),
            label.name(),
            details.color().orElse(label.color()),
            details.description().or(label::description));
    repository.put(changed);
    return changed;
  }

  private Label ensure(Repository repository, String name) {
    return repository.label(name).orElseGet(() -> put(repository, name, NO_DETAILS));
  }

  private Label put(Repository repository, String name, Details details) {
    String color = details.color().orElse(Label.DEFAULT_COLOR);
    Label label = new Label(state.nextLabelId(), name, color, details.description());
    repository.put(label);
    return label;
  }

  private static void requireName(String name) {
    if (name.isBlank()) {
      throw Refusal.invalid(FieldError.of("Label", "name", "missing_field"));
    }
    if (TextRules.length(name) > Label.NAME_MAX) {
      throw tooLong("name", Label.NAME_MAX);
    }
  }

  private static Refusal tooLong(String field, int max) {
    return Refusal.invalid(
        FieldError.of(
            "Label",
            field,
            "custom",
            "%s is too long (maximum is %d characters)".formatted(field, max)));
  }
}
