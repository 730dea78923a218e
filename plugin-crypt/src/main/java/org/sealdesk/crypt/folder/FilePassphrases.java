package org.sealdesk.crypt.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealdesk.crypt.key.Passphrase;

/**
 * The passwords that lie beside key files in clear text. For a key {@code 1a2b3c4d.0} that is {@code 1a2b3c4d.0.P}; older
 * layouts have {@code 1a2b3c4d.P}, and renamed ones the number of another key of the same subject.
 */
final class FilePassphrases {

    private static final String ENDING = FolderListing.PASSPHRASE_ENDING;

    private static final Pattern HASHED = Pattern.compile("([0-9a-fA-F]{8})\\.\\d{1,3}");

    /** Each costs what the maker of a key made a guess cost. */
    private static final int MAX_TRIED = 20;

    /** Nobody types more; a larger file is something else. */
    private static final int MAX_OCTETS = 4096;

    private FilePassphrases() {}

    /** When the password that belongs to a file last changed; zero if there is none. */
    static long modified(Path file, Map<Path, FileStamp> passphrases) {
        return candidates(file, passphrases)
                .limit(2)
                .flatMap(p -> Optional.ofNullable(passphrases.get(p)).stream())
                .mapToLong(FileStamp::modified)
                .max()
                .orElse(0);
    }

    /** The passwords to try on a file, its own first; the caller closes them. */
    static List<Passphrase> of(Path file, Map<Path, FileStamp> passphrases) {
        List<Passphrase> found = new ArrayList<>();
        candidates(file, passphrases).limit(MAX_TRIED).forEach(p -> found.addAll(read(p)));
        return found;
    }

    private static Stream<Path> candidates(Path file, Map<Path, FileStamp> passphrases) {
        String name = file.getFileName().toString();
        Set<Path> wanted = new LinkedHashSet<>();
        wanted.add(file.resolveSibling(name + ENDING));
        Matcher hashed = HASHED.matcher(name);
        if (hashed.matches()) {
            wanted.add(file.resolveSibling(hashed.group(1) + ENDING));
            for (int i = 0; i < MAX_TRIED; i++) {
                wanted.add(file.resolveSibling(hashed.group(1) + "." + i + ENDING));
            }
        }
        return wanted.stream().filter(passphrases::containsKey);
    }

    /**
     * The forms that a file of one password can mean: its first line, as OpenSSL reads it, and all of it, for a password
     * that ends in a line break because a form sent it so.
     */
    private static List<Passphrase> read(Path file) {
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = in.readNBytes(MAX_OCTETS);
        } catch (IOException e) {
            // The key then says that it wants a password, which names the file's owner better than we can here.
            return List.of();
        }
        int end = 0;
        while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOf(octets, end);
        List<Passphrase> forms = new ArrayList<>();
        forms.add(Passphrase.ofUtf8(line));
        if (end < octets.length) {
            forms.add(Passphrase.ofUtf8(octets));
        }
        Arrays.fill(line, (byte) 0);
        Arrays.fill(octets, (byte) 0);
        return forms;
    }
}
