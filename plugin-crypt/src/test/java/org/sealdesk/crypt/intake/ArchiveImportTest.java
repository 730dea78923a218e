package org.sealdesk.crypt.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ZIP of many key files, and what somebody hostile makes of one. */
class ArchiveImportTest {

    private static OpensslKeys keys;

    private final Desk desk = new Desk();

    @BeforeAll
    static void makeKeys() throws IOException {
        keys = new OpensslKeys();
        keys.selfSigned("ann", "/CN=Ann", "ann@example.org");
        keys.selfSigned("bob", "/CN=Bob", "bob@example.org");
    }

    @AfterAll
    static void close() {
        if (keys != null) {
            keys.close();
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return out.toByteArray();
    }

    @Test
    void everyFileOfAnArchiveIsTakenAndNamed() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : new String[] {"ann", "bob"}) {
            files.put("keys/" + name + ".cer", certificate(name));
        }

        ImportReport report = desk.take(Desk.file("all.zip", zip(files)));

        assertThat(report.items())
                .extracting(ImportedItem::file)
                .containsExactly("all.zip/keys/ann.cer", "all.zip/keys/bob.cer");
        assertThat(report.count(ItemResult.ADDED)).isEqualTo(2);
    }

    @Test
    void aHostileNameIsShownHarmlesslyAndWritesNothing() throws Exception {
        ImportReport report =
                desk.take(Desk.file("all.zip", zip(Map.of("../../etc/\u001b[2J\u202Egpj.cer", certificate("ann")))));

        assertThat(report.items())
                .singleElement()
                .satisfies(item -> assertThat(item.file()).isEqualTo("all.zip/../../etc/?[2J?gpj.cer"))
                .satisfies(item -> assertThat(item.result()).isEqualTo(ItemResult.ADDED));
    }

    @Test
    void anArchiveWithinAnArchiveIsNotOpened() throws Exception {
        byte[] inner = zip(Map.of("ann.cer", certificate("ann")));

        ImportReport report = desk.take(Desk.file("outer.zip", zip(Map.of("inner.zip", inner))));

        assertThat(report.items())
                .singleElement()
                .satisfies(item -> assertThat(item.result()).isEqualTo(ItemResult.FAILED))
                .satisfies(item -> assertThat(item.code()).isEqualTo("format.unsupported"))
                .satisfies(item -> assertThat(item.reason()).contains("within an archive"));
    }

    @Test
    void aBombEndsAtTheLimitAndWhatCameBeforeIsKept() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("ann.cer", certificate("ann"));
        files.put("zeros", new byte[40 << 20]);

        ImportReport report = desk.take(Desk.file("bomb.zip", zip(files)));

        assertThat(report.items())
                .extracting(ImportedItem::result)
                .containsExactly(ItemResult.ADDED, ItemResult.FAILED);
        assertThat(report.items().get(1).code()).isEqualTo("limit");
    }

    @Test
    void tooManyFilesEndAtTheLimit() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i <= KeyArchive.MAX_ENTRIES; i++) {
            files.put("note" + i, new byte[] {'n'});
        }

        ImportReport report = desk.take(Desk.file("many.zip", zip(files)));

        assertThat(report.items().get(report.items().size() - 1).code()).isEqualTo("limit");
        assertThat(report.items()).hasSize(KeyArchive.MAX_ENTRIES + 1);
    }

    @Test
    void anArchiveCutOffSaysSo() throws Exception {
        byte[] whole = zip(Map.of("ann.cer", certificate("ann")));

        ImportReport report = desk.take(Desk.file("cut.zip", java.util.Arrays.copyOf(whole, 200)));

        assertThat(report.items())
                .singleElement()
                .satisfies(item -> assertThat(item.code()).isEqualTo("format.damaged"));
    }

    @Test
    void anEmptyArchiveSaysSo() {
        // The end record alone is a ZIP without files, and none of the formats read here.
        byte[] end = new byte[22];
        System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, end, 0, 4);

        assertThat(desk.take(Desk.file("empty.zip", end)).items())
                .singleElement()
                .satisfies(item -> assertThat(item.code()).isEqualTo("format.unsupported"));
    }

    private static byte[] certificate(String name) throws IOException {
        return keys.read(name + ".crt");
    }
}
