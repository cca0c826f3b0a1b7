package org.pytorch.alerting.statemachine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The generated page shows the deployed state machine. */
class StateMachineDiagramTest {
  private static final Path PAGE = Definition.projectRoot().resolve("docs/state-machine.md");

  private final Definition definition = Definition.load();
  private final String page = new StateMachineDiagram(definition).page();

  @Test
  void page_in_the_docs_is_up_to_date() throws IOException {
    if (Boolean.getBoolean("update.diagrams")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE).content().isEqualTo(page);
  }

  @Test
  void page_shows_every_state_once_and_an_arrow_to_it() {
    List<String> lines = page.lines().toList();

    for (Definition.State state : definition.states()) {
      String label = "\"" + state.name() + "\"";
      assertThat(lines).filteredOn(line -> line.contains(label)).as(label).hasSize(1);
    }
    Stream<String> arrows =
        lines.stream().filter(line -> line.contains("-->") || line.contains(".->"));
    assertThat(arrows.map(line -> line.substring(line.lastIndexOf('>') + 2)).distinct().count())
        .as("states that an arrow leads to")
        .isEqualTo(definition.states().size());
  }
}
