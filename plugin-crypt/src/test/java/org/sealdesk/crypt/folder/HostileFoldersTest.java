package org.sealdesk.crypt.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.folder.FolderTrouble.Code;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.intake.Desk;
import org.sealdesk.crypt.policy.Limits;

/** Folders that somebody filled to do harm, or by accident. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileFoldersTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path memory;

    private final Desk desk = new Desk();

    private ScanReport scanned() throws IOException {
        try (KeyFolders folders = folders()) {
            return folders.rescan(List.of());
        }
    }

    private KeyFolders folders() throws IOException {
        return KeyFolders.open(
                () -> List.of(new WatchedFolder(Kind.FILES, folder)),
                memory,
                new KeyFolders.Target(
                        desk.keystore,
                        desk.importer,
                        "system",
                        InstantSource.system(),
                        Limits.DEFAULT,
                        FolderEvents.UNHEARD));
    }

    private static List<String> troubles(ScanReport report) {
        return report.troubles().stream()
                .map(t -> t.code() + " " + t.path().getFileName())
                .sorted()
                .toList();
    }

    @Test
    void loopsOfLinksAndLinksToNowhereAreNamedAndNotFollowed() throws IOException {
        Files.createSymbolicLink(folder.resolve("up"), folder);
        Files.createSymbolicLink(folder.resolve("a"), folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("b"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
        assertThat(troubles(scanned()))
                .containsExactly("FOLDER_LINK up", "UNREADABLE_FILE a", "UNREADABLE_FILE b", "UNREADABLE_FILE nowhere");
    }

    @Test
    void pipesSocketsAndDevicesAreNeverOpened() throws Exception {
        Peers.require("mkfifo");
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            assertThat(troubles(scanned())).containsExactly("NO_FILE pipe", "NO_FILE socket", "NO_FILE zero");
        }
    }

    @Test
    void aHugeFileIsNotReadAndTheRestIs() throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            huge.setLength(10L * 1024 * 1024 * 1024);
        }
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        ScanReport report = scanned();
        assertThat(troubles(report)).containsExactly("TOO_LARGE huge");
        assertThat(report.files())
                .singleElement()
                .satisfies(file -> assertThat(file.code()).isEqualTo("format.unsupported"));
    }

    @Test
    void foldersWithinFoldersEndAtADepthThatIsNamed() throws IOException {
        Path deep = folder;
        for (int i = 0; i < 8; i++) {
            deep = Files.createDirectory(deep.resolve("d" + i));
            Files.writeString(deep.resolve("file" + i), "nothing");
        }
        ScanReport report = scanned();
        assertThat(troubles(report)).containsExactly("TOO_DEEP d3");
        assertThat(report.files()).hasSize(3);
    }

    @Test
    void aHundredThousandFilesAndOneMoreAreBoundedAndSaid() throws IOException {
        for (int i = 0; i < FolderListing.MAX_FILES + 1; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        FolderListing listing = FolderListing.of(new WatchedFolder(Kind.FILES, folder), Set.of());
        assertThat(listing.files()).hasSize(FolderListing.MAX_FILES);
        assertThat(listing.isComplete()).isFalse();
        assertThat(listing.troubles())
                .singleElement()
                .satisfies(t -> assertThat(t.code()).isEqualTo(Code.TOO_MANY));
    }

    @Test
    void namesThatBeginWithADotAreLeftAlone() throws IOException {
        Files.writeString(folder.resolve(".file.swp"), "half");
        assertThat(scanned().files()).isEmpty();
    }

    @Test
    void closingEndsALookAfterTheFileAtHandAndLeavesAWholeMemory() throws IOException {
        for (int i = 0; i < 50; i++) {
            Files.writeString(folder.resolve("f" + i), "nothing " + i);
        }
        KeyFolders folders = folders();
        folders.close();
        ScanReport report = folders.rescan(List.of());
        assertThat(report.files()).isEmpty();
        assertThat(scanned().files()).hasSize(50);
    }
}
