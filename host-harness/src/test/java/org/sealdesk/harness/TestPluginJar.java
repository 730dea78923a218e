package org.sealdesk.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealdesk.harness.testplugin.TestPlugin;

/** Packs the test plugin as a real PF4J plugin. */
final class TestPluginJar {

    private static final String PACKAGE = "org/sealdesk/harness/testplugin/";
    private static final List<String> EXTENSIONS =
            List.of("TestIncoming", "TestOutgoing", "TestCommands", "TestTexts", "TestPages");

    private TestPluginJar() {}

    static Path in(Path directory) throws IOException, URISyntaxException {
        return in(directory, ">=1.0.0 & <2.0.0");
    }

    static Path in(Path directory, String requires) throws IOException, URISyntaxException {
        Path jar = directory.resolve("test-plugin.jar");
        Path classes = Path.of(TestPlugin.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(PACKAGE);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.list(classes)) {
            add(
                    out,
                    "plugin.properties",
                    "plugin.id=test\nplugin.version=1.0.0\nplugin.class=org.sealdesk.harness.testplugin.TestPlugin\n"
                            + "plugin.requires=" + requires + "\n");
            add(
                    out,
                    "META-INF/extensions.idx",
                    EXTENSIONS.stream().map(e -> PACKAGE.replace('/', '.') + e).collect(Collectors.joining("\n")));
            for (Path source : all.toList()) {
                out.putNextEntry(new JarEntry(PACKAGE + source.getFileName()));
                Files.copy(source, out);
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** For people: makes the jar and names it. */
    public static void main(String[] args) throws Exception {
        System.out.println(in(Path.of(args[0])));
    }
}
