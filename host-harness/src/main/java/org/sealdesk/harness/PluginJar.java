package org.sealdesk.harness;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the plugin's jar is when nobody says: beside the harness in the build tree. */
public final class PluginJar {

    private static final String BUILT = "plugin-crypt/target/plugin-crypt.jar";

    private PluginJar() {}

    /** The named jar, or the place where the build puts it, whether there is one or not. */
    public static Path find(Optional<String> named) {
        return named.map(Path::of)
                .orElseGet(() -> candidates()
                        .filter(Files::isRegularFile)
                        .findFirst()
                        .orElse(Path.of(BUILT))
                        .toAbsolutePath());
    }

    private static Stream<Path> candidates() {
        Path here = own();
        Path target = here.getParent();
        Path module = target == null ? null : target.getParent();
        Path top = module == null ? null : module.getParent();
        return Stream.concat(
                top == null ? Stream.empty() : Stream.of(top.resolve(BUILT)),
                Stream.of(Path.of(BUILT), here.resolveSibling("plugin-crypt.jar")));
    }

    private static Path own() {
        try {
            return Path.of(PluginJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            return Path.of("").toAbsolutePath();
        }
    }
}
