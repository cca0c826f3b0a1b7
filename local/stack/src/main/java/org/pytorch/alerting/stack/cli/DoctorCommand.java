package org.pytorch.alerting.stack.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pytorch.alerting.github.GitHubSettings;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.stack.doctor.Finding;
import org.pytorch.alerting.stack.doctor.GitHubDoctor;
import org.pytorch.alerting.stack.doctor.StackDoctor;
import org.pytorch.alerting.stack.github.GitHubTarget;
import org.pytorch.alerting.stack.github.GitHubVariables;
import org.pytorch.alerting.stack.github.Upstream;

/**
 * Checks what a stack needs before its first alert; {@code scripts/preflight} checks the build's.
 */
record DoctorCommand(Path project, PidFile pidFile, Environment environment) {

  /** {@return what was found} With an environment's secret, this machine does not matter. */
  List<Finding> examine(Arguments arguments) {
    Optional<String> secret = environment.optional("GITHUB_APP_SECRET");
    if (secret.isPresent()) {
      URI api = environment.endpoint("GITHUB_API_URL").orElse(GitHubSettings.PUBLIC_API);
      return gitHub(api, environment.required("GITHUB_REPO"), secret.get());
    }
    List<Finding> findings = new ArrayList<>();
    try {
      Upstream upstream = GitHubVariables.read(environment);
      findings.addAll(here(arguments, upstream));
      findings.addAll(
          switch (upstream) {
            case Upstream.Fake _ -> List.of(StackDoctor.fakeGitHub());
            case Upstream.Existing(GitHubTarget target) ->
                gitHub(target.apiUrl(), target.repo(), target.secret());
          });
    } catch (IllegalStateException e) {
      findings.add(StackDoctor.refused("settings", e));
    }
    return findings;
  }

  /** {@return what was found on this machine} A running stack has its folder and its ports. */
  private List<Finding> here(Arguments arguments, Upstream upstream) {
    Optional<ProcessHandle> running = pidFile.process();
    if (running.isPresent()) {
      return List.of(
          Finding.good("stack", "is running as process %d".formatted(running.get().pid())));
    }
    List<String> notes = new ArrayList<>();
    PortChoice.usual(arguments, notes::add);
    return List.of(
        StackDoctor.data(arguments.dataFolder(project, upstream.folder()), upstream.name()),
        StackDoctor.ports(notes));
  }

  private static List<Finding> gitHub(URI api, String repo, String secret) {
    try (GitHubDoctor doctor = new GitHubDoctor(api, repo, secret, InstantSource.system())) {
      return doctor.examine();
    }
  }
}
