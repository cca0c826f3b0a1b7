package org.pytorch.alerting.stack.github;

/** The GitHub that a stack is to work on. The alerts of each are kept in a folder of their own. */
public sealed interface Upstream {
  /** {@return it and its repository, in one line} */
  String name();

  /** {@return the name of the folder of its alerts} */
  String folder();

  /** The fake one, which the stack starts. */
  record Fake() implements Upstream {
    static final String NAME = "the fake GitHub";
    private static final String FOLDER = "data";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String folder() {
      return FOLDER;
    }
  }

  /** A GitHub that is there, such as a real one. */
  record Existing(GitHubTarget target) implements Upstream {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public String folder() {
      return "%s-%s".formatted(Fake.FOLDER, target.repo().replace('/', '-'));
    }
  }
}
