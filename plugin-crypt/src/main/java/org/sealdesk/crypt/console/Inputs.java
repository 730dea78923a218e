package org.sealdesk.crypt.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;

/** Turns words of a command line or a request into files, passphrases and instants. */
final class Inputs {

    /** More than any key file is; a larger one is read by nobody. */
    private static final long MAX_FILE_OCTETS = 64L * 1024 * 1024;

    /** Names a file with the passphrase that seals a keystore. */
    static final String STORE_PASSPHRASE = "--store-passphrase-file";

    private final Path workingDirectory;

    Inputs(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    Path path(String word) {
        return workingDirectory.resolve(word);
    }

    /** The keystore that {@code --data} and {@code --key-file} name. */
    Optional<Workbench.Source.Place> place(Arguments arguments) throws UsageException {
        Optional<String> data = arguments.one("--data");
        Optional<String> keyFile = arguments.one("--key-file");
        if (data.isEmpty()) {
            if (keyFile.isPresent()) {
                throw new UsageException("--key-file needs --data DIR, the keystore it belongs to");
            }
            if (arguments.one(STORE_PASSPHRASE).isPresent()) {
                throw new UsageException(STORE_PASSPHRASE + " needs --data DIR, the keystore it belongs to");
            }
            return Optional.empty();
        }
        Path directory = path(data.get()).toAbsolutePath().normalize();
        Path key = keyFile.map(this::path)
                .orElseGet(() -> directory.resolveSibling(directory.getFileName() + ".key"))
                .toAbsolutePath()
                .normalize();
        if (key.startsWith(directory)) {
            throw new UsageException("the key file " + key + " must not be in the data directory that it seals");
        }
        return Optional.of(
                new Workbench.Source.Place(directory, key, passphrase(arguments, STORE_PASSPHRASE), Optional.empty()));
    }

    /** The first line of the file that an option names. */
    Optional<Passphrase> passphrase(Arguments arguments, String option) throws UsageException {
        Optional<String> named = arguments.one(option);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            return passphrases(List.of(), List.of(named.get())).stream().findFirst();
        } catch (IOException e) {
            throw new UsageException("the passphrase file " + named.get() + " cannot be read: " + e.getMessage());
        }
    }

    /** The files that the words name; a folder stands for the files in it and below, by name. */
    List<ImportFile> files(List<String> words) throws UsageException, IOException {
        List<ImportFile> files = new ArrayList<>();
        for (String word : words) {
            Path path = path(word);
            if (Files.isDirectory(path)) {
                try (Stream<Path> inside = Files.walk(path)) {
                    for (Path file :
                            inside.filter(Files::isRegularFile).sorted().toList()) {
                        files.add(read(file, path.relativize(file).toString()));
                    }
                }
            } else if (Files.isRegularFile(path)) {
                files.add(read(path, word));
            } else {
                throw new UsageException("there is no file or folder " + word);
            }
        }
        return files;
    }

    private static ImportFile read(Path file, String name) throws UsageException, IOException {
        if (Files.size(file) > MAX_FILE_OCTETS) {
            throw new UsageException(
                    "file " + name + " has " + Files.size(file) + " octets, at most " + MAX_FILE_OCTETS + " are read");
        }
        return new ImportFile(name, Octets.of(Files.readAllBytes(file)));
    }

    List<Passphrase> passphrases(List<String> words, List<String> fileNames) throws UsageException, IOException {
        List<Passphrase> passphrases = new ArrayList<>();
        words.forEach(word -> passphrases.add(Passphrase.of(word.toCharArray())));
        for (String name : fileNames) {
            Path file = path(name);
            if (!Files.isRegularFile(file)) {
                throw new UsageException("there is no passphrase file " + name);
            }
            for (String line : Files.readAllLines(file)) {
                passphrases.add(Passphrase.of(line.toCharArray()));
            }
        }
        return passphrases;
    }

    /** The fixed time, or the running clock. */
    static InstantSource clock(Optional<String> at, InstantSource running) throws UsageException {
        if (at.isEmpty()) {
            return running;
        }
        try {
            return InstantSource.fixed(Instant.parse(at.get()));
        } catch (DateTimeParseException e) {
            throw new UsageException("--at needs an instant such as 2026-11-23T12:00:00Z, not \"" + at.get() + "\"");
        }
    }
}
