package org.pytorch.alerting.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One word for one thing, the field's own, in names, comments, texts and documents. Payloads of
 * providers below {@code test-data} are theirs.
 */
final class LanguageTest {
  private static final Pattern FILE =
      Pattern.compile(".*[.](?:java|md|ya?ml|tf|hcl|jte|xml|sh|css|js)|Makefile");

  /** This file names the words. */
  private static final Set<String> EXCLUDED_FILES = Set.of("LanguageTest.java");

  private static final Set<String> EXCLUDED_FOLDERS =
      Set.of("target", "node_modules", ".git", ".terraform", ".stack", "build");

  private static final List<Text> TEXTS = texts();

  /** A file with its words in lower case, each a space from the next. */
  private record Text(String file, String words) {
    static Text of(Path file) {
      try {
        return new Text(
            Projects.root().relativize(file).toString(),
            LanguageTest.words(Files.readString(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest(name = "{1}, not {0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          mend(s|ed|ing)?                  ; fix
          (com(e|es|ing)|came) again       ; is redelivered, fires again
          hopeless, sets? aside            ; quarantined
          in the hands of                  ; claimed by
          living claim                     ; an active claim
          twins?                           ; duplicate
          heal(s|ed|ing)?                  ; repair
          a look, look(s|ed) twice         ; a check, checks twice
          anew                             ; again
          passe[ds] over                   ; skip, ignore
          asks? for nothing                ; needs no action
          sees? to it                      ; ensures
          (that|what) (is|are) none(?! of) ; name the thing
          none of both                     ; neither
          wants silence                    ; asks clients to back off
          moments? of silence              ; a short pause
          by heart                         ; canned
          no problem of                    ; not a problem of
          outgrows?                        ; exceeds
          aloud                            ; log, print
          """)
  void plain_words_are_used(String words, String instead) {
    Pattern pattern = Pattern.compile("\\b(?:" + words.replace(", ", "|") + ")\\b");

    assertThat(TEXTS)
        .filteredOn(text -> pattern.matcher(text.words()).find())
        .extracting(Text::file)
        .as("write: %s", instead)
        .isEmpty();
  }

  @Test
  void all_files_with_texts_were_read() {
    assertThat(TEXTS)
        .hasSizeGreaterThan(1_000)
        .extracting(Text::file)
        .contains(
            "README.md",
            "Makefile",
            "docs/ARCHITECTURE.md",
            "statemachine/alert-pipeline.asl.yaml",
            "infra/alarms.tf",
            "functions/model/src/main/java/org/pytorch/alerting/model/AlertEvent.java");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It comes again.",
        "void it_comes_again() {",
        "boolean comesAgain;",
        "/** It comes\n   * again. */",
        "    // It comes\n    // again.",
        "| it comes | again |",
        "Comes\nagain"
      })
  void words_are_found_in_names_and_over_line_breaks(String text) {
    assertThat(words(text)).contains("comes again");
  }

  private static String words(String text) {
    return text.replaceAll("([a-z])([A-Z])", "$1 $2")
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static List<Text> texts() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          Projects.root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return EXCLUDED_FOLDERS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String name = file.getFileName().toString();
              if (FILE.matcher(name).matches() && !EXCLUDED_FILES.contains(name)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Stream<Path> scripts = files(Projects.root().resolve("scripts"));
    return Stream.concat(files.stream(), scripts).distinct().map(Text::of).toList();
  }

  /** Scripts have no extension. */
  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
