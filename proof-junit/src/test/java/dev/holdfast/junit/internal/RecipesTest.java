package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateProvider;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.AnnotatedElement;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipesTest {
    /** For a provider: what a migration tool's bridge would look for. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Extra {}

    /** Made known in META-INF/services. */
    public static final class ExtraProvider implements TemplateProvider {
        @Override
        public List<TemplateStep> steps(AnnotatedElement element) {
            return element.isAnnotationPresent(Extra.class) ? List.of(new Second()) : List.of();
        }
    }

    static final class First implements TemplateStep {
        @Override
        public void apply(TemplateTarget target) {}
    }

    static final class Second implements TemplateStep {
        @Override
        public void apply(TemplateTarget target) {}
    }

    static final class NeedsMore implements TemplateStep {
        NeedsMore(int ignored) {}

        @Override
        public void apply(TemplateTarget target) {}
    }

    static final class Explodes implements TemplateStep {
        Explodes() {
            throw new IllegalStateException("boom");
        }

        @Override
        public void apply(TemplateTarget target) {}
    }

    abstract static class Abstract implements TemplateStep {}

    @Template(
            value = {
                "scripts/a.sql",
                "/dev/holdfast/junit/internal/scripts",
                "classpath:dev/holdfast/junit/internal/scripts/b.sql",
                "file:src/test/resources/dev/holdfast/junit/internal/scripts/"
            },
            by = {First.class, Second.class})
    static class Everything {
        void inherited() {}

        @Template(by = Second.class)
        void own() {}

        @Template
        void none() {}

        @Nested
        class Inner {}

        @Nested
        @Template("scripts/b.sql")
        class InnerOwn {}

        static class Standing {}
    }

    static class Heir extends Everything {}

    @Extra
    @Template("scripts/a.sql")
    static class Both {
        @Extra
        void only() {}
    }

    @Template("scripts/a.sql")
    @Retention(RetentionPolicy.RUNTIME)
    @interface OurSchema {}

    @OurSchema
    static class Composed {}

    @Template(
            value = {"/missing.sql", "missing.sql", "http://x/y.sql", "file:missing.sql", "/dev/holdfast"},
            by = {NeedsMore.class, Explodes.class, Abstract.class})
    static class Wrong {}

    private static List<String> names(Class<?> type) {
        return names(Recipes.of(type, null));
    }

    private static List<String> names(Class<?> type, String method) throws NoSuchMethodException {
        return names(Recipes.of(type, type.getDeclaredMethod(method)));
    }

    private static List<String> names(Recipe recipe) {
        return recipe.steps().stream()
                .map(step -> step.name().replaceFirst(".*\\$", ""))
                .toList();
    }

    @Test
    void scriptsAreFoundWhereTheyAreThenJavaRuns() throws Exception {
        assertThat(names(Everything.class))
                .containsExactly(
                        "scripts/a.sql",
                        "/dev/holdfast/junit/internal/scripts/a.sql",
                        "/dev/holdfast/junit/internal/scripts/b.sql",
                        "classpath:dev/holdfast/junit/internal/scripts/b.sql",
                        "file:src/test/resources/dev/holdfast/junit/internal/scripts/a.sql",
                        "file:src/test/resources/dev/holdfast/junit/internal/scripts/b.sql",
                        "First",
                        "Second");
        List<TemplateStep> steps = Recipes.of(Everything.class, null).steps();
        assertThat(steps.get(0).fingerprint())
                .isEqualTo(steps.get(1).fingerprint())
                .isEqualTo(steps.get(4).fingerprint())
                .isNotEqualTo(steps.get(2).fingerprint());
        assertThat(steps.get(2).fingerprint()).isEqualTo(steps.get(3).fingerprint());
        assertThat(steps.get(6).fingerprint()).isNotEqualTo(steps.get(7).fingerprint());
    }

    @Test
    void theNearestAnnotationCounts() throws Exception {
        assertThat(names(Everything.class, "inherited")).hasSize(8);
        assertThat(names(Everything.class, "own")).containsExactly("Second");
        assertThat(names(Everything.class, "none")).isEmpty();
        assertThat(names(Everything.Inner.class)).hasSize(8);
        assertThat(names(Everything.InnerOwn.class)).containsExactly("scripts/b.sql");
        assertThat(names(Everything.Standing.class)).isEmpty();
        assertThat(names(Heir.class)).hasSize(8);
        assertThat(names(Composed.class)).containsExactly("scripts/a.sql");
        assertThat(Recipes.of(RecipesTest.class, null)).isEqualTo(Recipe.EMPTY);
    }

    @Test
    void providersAddTheirSteps() throws Exception {
        assertThat(names(Both.class)).containsExactly("scripts/a.sql", "Second");
        assertThat(names(Both.class, "only")).containsExactly("Second");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        String here = RecipesTest.class.getName();
        assertThatThrownBy(() -> Recipes.of(Wrong.class, null))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(8))
                .hasMessageContainingAll(
                        "there is no /missing.sql on the class path",
                        "hint: Put it into src/test/resources/missing.sql",
                        "there is no missing.sql on the class path",
                        "Looked for dev/holdfast/junit/internal/missing.sql.",
                        "hint: Without a slash at its beginning it is looked for beside " + here + "$Wrong",
                        "\"http://x/y.sql\" begins with http:.",
                        "there is no file missing.sql",
                        "the folder /dev/holdfast has no scripts",
                        "the template step " + here + "$NeedsMore can't be made",
                        "all its constructors have parameters",
                        "Its constructor threw java.lang.IllegalStateException: boom.",
                        here + "$Abstract can't be made");
    }

    @Test
    void aFolderInAJarIsFoundToo(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("scripts in a.jar");
        write(jar, "db/", "db/2 two.sql", "db/10ten.sql", "db/deeper/", "db/deeper/no.sql", "db/readme.md");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classFile(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }) {
            Class<?> besides = loader.loadClass(Probe.class.getName());
            List<TemplateStep> steps = new ScriptLocations(besides).steps("/db");
            assertThat(steps.stream().map(TemplateStep::name)).containsExactly("/db/10ten.sql", "/db/2 two.sql");
            assertThat(((ScriptStep) steps.get(1)).content().read()).asString().isEqualTo("-- db/2 two.sql");
            assertThat(new ScriptLocations(besides).steps("classpath:/db/2 two.sql"))
                    .hasSize(1);
        }
    }

    /** Loaded by a loader that sees one jar only. */
    static final class Probe {}

    private static byte[] classFile(String name) throws ClassNotFoundException {
        try (var bytes = RecipesTest.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static void write(Path jar, String... entries) throws IOException {
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                if (!entry.endsWith("/")) {
                    out.write(("-- " + entry).getBytes(StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
    }

    @Test
    void aFileThatChangesChangesTheFingerprint(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("s.sql"), "select 1");
        Recipe recipe = new Recipe(new ScriptLocations(RecipesTest.class).steps("file:" + file));
        String before = recipe.fingerprint();
        assertThat(recipe.fingerprint()).isEqualTo(before);
        Files.writeString(file, "select 2");
        assertThat(recipe.fingerprint()).isNotEqualTo(before);
        String files = Fingerprint.of(List.of(folder));
        assertThat(Fingerprint.of(List.of(folder))).isEqualTo(files);
        Files.move(file, folder.resolve("t.sql"));
        assertThat(Fingerprint.of(List.of(folder))).isNotEqualTo(files);
        assertThatThrownBy(recipe::fingerprints)
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContainingAll("what the template step file:", "depends on can't be read", "NoSuchFile");
    }

    @Test
    void aStepWithoutAClassFileMustSayItsFingerprint() {
        TemplateStep lambda = target -> {};
        assertThatThrownBy(lambda::fingerprint)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must override fingerprint()");
    }
}
