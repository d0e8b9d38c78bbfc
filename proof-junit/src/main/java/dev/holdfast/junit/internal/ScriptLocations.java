package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.spi.TemplateStep;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds scripts by what {@code @Template} says: {@code /from/the/class/path}, {@code classpath:the/same},
 * {@code beside-the-class}, {@code file:of/the/working/directory}.
 *
 * @param besides the class that the annotation stands on
 */
record ScriptLocations(Class<?> besides) {
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
    private static final String ENDING = ".sql";

    /**
     * One script, or those of a folder by name.
     *
     * @throws InvalidOption if there are none
     */
    List<TemplateStep> steps(String location) {
        Matcher prefix = PREFIX.matcher(location);
        try {
            if (!prefix.matches()) {
                return resources(location, absolute(location));
            }
            return switch (prefix.group(1)) {
                case "classpath" -> resources(location, prefix.group(2).replaceFirst("^/+", ""));
                case "file" -> files(location, Path.of(prefix.group(2)));
                default -> throw unknown(location, prefix.group(1));
            };
        } catch (IOException | URISyntaxException | InvalidPathException e) {
            InvalidOption refused = new InvalidOption("can't look for " + location, e + ".", "");
            refused.initCause(e);
            throw refused;
        }
    }

    private static InvalidOption unknown(String location, String prefix) {
        return new InvalidOption(
                "not a place where scripts are",
                "\"" + location + "\" begins with " + prefix + ":.",
                "Write classpath:/folder/script.sql or file:folder/script.sql.");
    }

    /** As class loaders want it: from the root, without a slash. */
    private String absolute(String location) {
        return location.startsWith("/")
                ? location.substring(1)
                : besides.getPackageName().replace('.', '/')
                        + (besides.getPackageName().isEmpty() ? "" : "/")
                        + location;
    }

    private List<TemplateStep> files(String location, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(location, scripts(path));
        }
        if (!Files.exists(path)) {
            throw new InvalidOption(
                    "there is no file " + path,
                    "It is looked for in " + Path.of("").toAbsolutePath() + ".",
                    "file: is relative to the working directory, which build tools set to the module's folder.");
        }
        return List.of(new ScriptStep(location, () -> Files.readAllBytes(path)));
    }

    private List<TemplateStep> resources(String location, String path) throws IOException, URISyntaxException {
        String name = path.replaceFirst("/+$", "");
        List<URL> found = Collections.list(loader().getResources(name));
        if (found.isEmpty()) {
            throw missing(location, name);
        }
        if (!isFolder(found.getFirst())) {
            URL first = found.getFirst();
            return List.of(new ScriptStep(location, () -> read(first)));
        }
        Map<String, ScriptStep.Content> scripts = new TreeMap<>();
        for (URL root : found) {
            scripts(root).forEach(scripts::putIfAbsent);
        }
        return folder(location, scripts);
    }

    private ClassLoader loader() {
        ClassLoader own = besides.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    private InvalidOption missing(String location, String name) {
        return new InvalidOption(
                "there is no " + location + " on the class path",
                "Looked for " + name + ".",
                location.equals("/" + name) || location.startsWith("classpath:")
                        ? "Put it into src/test/resources/" + name + "; a folder in a jar must be listed in the jar."
                        : "Without a slash at its beginning it is looked for beside " + besides.getName() + "; write /"
                                + location + " for the root.");
    }

    private static List<TemplateStep> folder(String location, Map<String, ScriptStep.Content> scripts) {
        if (scripts.isEmpty()) {
            throw new InvalidOption(
                    "the folder " + location + " has no scripts",
                    "No file in it ends with " + ENDING + "; folders within it aren't looked into.",
                    "Name the folder that has them, or the scripts one by one.");
        }
        String folder = location.replaceFirst("/+$", "");
        return scripts.entrySet().stream()
                .<TemplateStep>map(script -> new ScriptStep(folder + "/" + script.getKey(), script.getValue()))
                .toList();
    }

    /** Not of a cache, in which a jar that was built anew would have its old content. */
    private static byte[] read(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream bytes = connection.getInputStream()) {
            return bytes.readAllBytes();
        }
    }

    private static boolean isFolder(URL url) throws IOException, URISyntaxException {
        if (url.getProtocol().equals("file")) {
            return Files.isDirectory(Path.of(url.toURI()));
        }
        if (url.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                return jar.getEntry(folderOf(connection)) != null;
            }
        }
        return false;
    }

    private static String folderOf(JarURLConnection connection) {
        return connection.getEntryName().replaceFirst("/*$", "/");
    }

    private static Map<String, ScriptStep.Content> scripts(URL folder) throws IOException, URISyntaxException {
        if (folder.getProtocol().equals("file")) {
            return scripts(Path.of(folder.toURI()));
        }
        return folder.openConnection() instanceof JarURLConnection connection ? scripts(connection) : Map.of();
    }

    private static Map<String, ScriptStep.Content> scripts(Path folder) throws IOException {
        Map<String, ScriptStep.Content> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .forEach(file -> scripts.put(String.valueOf(file.getFileName()), () -> Files.readAllBytes(file)));
        }
        return scripts;
    }

    private static Map<String, ScriptStep.Content> scripts(JarURLConnection connection)
            throws IOException, URISyntaxException {
        connection.setUseCaches(false);
        String folder = folderOf(connection);
        String base = "jar:" + connection.getJarFileURL() + "!/";
        Map<String, ScriptStep.Content> scripts = new TreeMap<>();
        try (JarFile jar = connection.getJarFile()) {
            for (String name : Collections.list(jar.entries()).stream()
                    .map(e -> e.getName())
                    .toList()) {
                if (name.startsWith(folder) && name.endsWith(ENDING) && name.indexOf('/', folder.length()) < 0) {
                    URL url = new URI(base + new URI(null, null, name, null).getRawPath()).toURL();
                    scripts.put(name.substring(folder.length()), () -> read(url));
                }
            }
        }
        return scripts;
    }
}
