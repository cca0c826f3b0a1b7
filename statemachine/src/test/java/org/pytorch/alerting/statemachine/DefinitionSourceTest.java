package org.pytorch.alerting.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is deployed is what its source says. */
class DefinitionSourceTest {
  private static final Path SOURCE =
      Definition.projectRoot().resolve("statemachine/alert-pipeline.asl.yaml");
  private static final Path DEPLOYED =
      Definition.projectRoot().resolve("statemachine/alert-pipeline.asl.json");

  @Test
  void definition_is_up_to_date_with_its_source() throws IOException {
    String json = json(Files.readString(SOURCE));
    if (Boolean.getBoolean("update.diagrams")) {
      Files.writeString(DEPLOYED, json);
    }

    assertThat(DEPLOYED).as("make asl").content().isEqualTo(json);
  }

  /** The members that begin with x- only hold what is used elsewhere. */
  private static String json(String yaml) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Object> definition =
        new LinkedHashMap<>(new Yaml(new SafeConstructor(options)).<Map<String, Object>>load(yaml));
    definition.keySet().removeIf(name -> name.startsWith("x-"));
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(indent)
            .withArrayIndenter(indent);
    return new ObjectMapper().writer(printer).writeValueAsString(definition) + "\n";
  }
}
