package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.FluentWait;
import org.sealdesk.harness.plugin.Extensions;
import org.sealdesk.harness.plugin.JarWatch;
import org.sealdesk.harness.plugin.PluginRuntime;

/** The real plugin jar, built anew while the host runs. */
class PluginWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path data;
    private final Path jar;

    PluginWatchTest(@TempDir Path data) throws Exception {
        this.data = data;
        this.jar = Files.copy(PluginJar.find(Optional.empty()), data.resolve("crypt.jar"));
    }

    private Harness start() throws Exception {
        return Harness.start(HarnessOptions.in(data.resolve("host")).withPlugin(jar));
    }

    private static PluginRuntime.Load load(Harness harness) {
        return harness.plugin().orElseThrow().lastLoad();
    }

    private static Optional<String> version(Harness harness) {
        return harness.plugin().orElseThrow().version();
    }

    private static void await(Supplier<Boolean> state) {
        new FluentWait<>(state)
                .withTimeout(PATIENCE)
                .pollingEvery(Duration.ofMillis(100))
                .until(Supplier::get);
    }

    /** The same plugin with another version number. */
    private byte[] build(String version) throws Exception {
        Path built = data.resolve("built.jar");
        try (ZipFile from = new ZipFile(PluginJar.find(Optional.empty()).toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(built))) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] octets = from.getInputStream(entry).readAllBytes();
                if (entry.getName().equals("plugin.properties")) {
                    octets = new String(octets, StandardCharsets.ISO_8859_1)
                            .replaceAll("(?m)^plugin\\.version=.*$", "plugin.version=" + version)
                            .getBytes(StandardCharsets.ISO_8859_1);
                }
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(octets);
            }
        }
        return Files.readAllBytes(built);
    }

    @Test
    void newBuildIsLoadedByItself() throws Exception {
        byte[] next = build("1.0.7");
        try (Harness harness = start()) {
            assertThat(load(harness).number()).isEqualTo(1);

            Files.move(Files.write(data.resolve("next.jar"), next), jar, StandardCopyOption.REPLACE_EXISTING);

            await(() -> version(harness).equals(Optional.of("1.0.7")));
            await(() -> load(harness).number() == 2);
            assertThat(load(harness).refused()).isEmpty();
            assertThat(Browser.loggedIn(harness.url(), "admin").get("/dev").body())
                    .contains("crypt 1.0.7");
        }
    }

    @Test
    void jarThatIsNotWholeLeavesTheOldPluginRunningAndSaysWhy() throws Exception {
        byte[] next = build("1.0.8");
        try (Harness harness = start()) {
            Optional<String> before = version(harness);

            Files.write(jar, Arrays.copyOf(next, next.length / 2));

            await(() -> load(harness).number() == 2);
            assertThat(load(harness).refused().orElseThrow()).contains(next.length / 2 + " octets", "not whole");
            assertThat(version(harness)).isEqualTo(before);
            assertThat(harness.extensions().failure()).isEmpty();
            Browser admin = Browser.loggedIn(harness.url(), "admin");
            assertThat(admin.get("/dev").body()).contains("the one before still runs", "not whole");
            assertThat(admin.get("/admin/x/crypt/health").status()).isEqualTo(200);

            Files.write(jar, next);

            await(() -> version(harness).equals(Optional.of("1.0.8")));
        }
    }

    @Test
    void wholeJarThatIsNoPluginLeavesTheOldPluginRunningToo() throws Exception {
        try (Harness harness = start()) {
            Optional<String> before = version(harness);
            Path empty = data.resolve("empty.jar");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(empty))) {
                out.putNextEntry(new ZipEntry("nothing.txt"));
            }

            Files.move(empty, jar, StandardCopyOption.REPLACE_EXISTING);

            await(() -> load(harness).number() == 2);
            assertThat(load(harness).refused()).isPresent();
            assertThat(version(harness)).isEqualTo(before);
            assertThat(Browser.loggedIn(harness.url(), "admin")
                            .get("/admin/x/crypt/health")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void reloadWaitsForTheMailThatIsWithThePlugin() throws Exception {
        try (Harness harness = start()) {
            Extensions.Use mail = harness.extensions().use();
            CompletableFuture<Void> reload = CompletableFuture.runAsync(harness::reloadPlugin);

            assertThat(reload).failsWithin(Duration.ofMillis(300));
            assertThat(load(harness).number()).isEqualTo(1);
            mail.close();

            assertThat(reload).succeedsWithin(PATIENCE);
            assertThat(load(harness).number()).isEqualTo(2);
        }
    }

    @Test
    void jarThatStillGrowsIsLeftAlone() throws Exception {
        Path growing = Files.writeString(data.resolve("growing.jar"), "a");
        AtomicInteger builds = new AtomicInteger();
        JarWatch watch = new JarWatch(growing, builds::incrementAndGet);

        watch.look();
        Files.writeString(growing, "ab");
        watch.look();
        Files.writeString(growing, "abc");
        watch.look();
        assertThat(builds).hasValue(0);
        watch.look();
        watch.look();

        assertThat(builds).hasValue(1);
    }
}
