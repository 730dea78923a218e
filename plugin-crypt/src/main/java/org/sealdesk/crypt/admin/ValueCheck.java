package org.sealdesk.crypt.admin;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.api.Text;
import org.sealdesk.crypt.text.Texts;

/** Says what is right or wrong with a value, beside its field and on the health page alike. */
interface ValueCheck {

    /** @param value as written; empty if the setting is not used */
    Finding check(String value, Texts texts);

    /** What is the matter with a value. */
    record Finding(Grade grade, Text text) {}

    enum Grade {
        /** Nothing to say. */
        SILENT,
        FINE,
        /** May be stored, and stays on the health page until it is repaired. */
        BROKEN,
        /** Cannot mean anything; not stored. */
        IMPOSSIBLE
    }

    private static Finding silent() {
        return new Finding(Grade.SILENT, Text.data(""));
    }

    private static Finding of(Grade grade, Text text) {
        return new Finding(grade, text);
    }

    /** For switches and choices, which the form keeps in bounds. */
    static ValueCheck nothing() {
        return (value, texts) -> silent();
    }

    static ValueCheck number(int from, int to) {
        return (value, texts) -> {
            boolean inRange =
                    value.matches("\\d{1,6}") && Integer.parseInt(value) >= from && Integer.parseInt(value) <= to;
            return inRange || value.isEmpty()
                    ? silent()
                    : of(Grade.IMPOSSIBLE, texts.of("check.number", value, from, to));
        };
    }

    /** An existing, readable directory. */
    static ValueCheck directory() {
        return (value, texts) -> onPath(value, texts, path -> directory(path, texts));
    }

    /** As {@link KeyRingLocation} reads it. */
    static ValueCheck keyRing() {
        return (value, texts) -> {
            if (value.isBlank()) {
                return silent();
            }
            Optional<String> directory = KeyRingLocation.of(value);
            return directory.isEmpty()
                    ? of(Grade.BROKEN, texts.of("check.keyring.none", value))
                    : onPath(directory.get(), texts, path -> directory(path, texts));
        };
    }

    /** A program that may be run. */
    static ValueCheck program() {
        return (value, texts) -> onPath(value, texts, path -> {
            if (!Files.exists(path)) {
                return of(Grade.BROKEN, texts.of("check.path.missing", value));
            }
            if (!Files.isRegularFile(path)) {
                return of(Grade.BROKEN, texts.of("check.path.nofile", value));
            }
            return Files.isExecutable(path)
                    ? of(Grade.FINE, texts.of("check.program.ok"))
                    : of(Grade.BROKEN, texts.of("check.path.notexecutable", value));
        });
    }

    /** A file with a key, or a place where one can be made. */
    static ValueCheck keyFile() {
        return (value, texts) -> onPath(value, texts, path -> {
            if (Files.isRegularFile(path)) {
                return of(Grade.FINE, texts.of("check.keyfile.there"));
            }
            Path folder = path.getParent();
            if (Files.exists(path) || folder == null) {
                return of(Grade.BROKEN, texts.of("check.path.nofile", value));
            }
            return Files.isDirectory(folder) && Files.isWritable(folder)
                    ? of(Grade.FINE, texts.of("check.keyfile.new"))
                    : of(Grade.BROKEN, texts.of("check.keyfile.folder", folder.toString()));
        });
    }

    /** The name of a variable in the environment. */
    static ValueCheck variable() {
        return (value, texts) -> value.isEmpty() || value.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")
                ? silent()
                : of(Grade.IMPOSSIBLE, texts.of("check.variable", value));
    }

    private static Finding directory(Path path, Texts texts) {
        String name = path.toString();
        if (!Files.exists(path)) {
            return of(Grade.BROKEN, texts.of("check.path.missing", name));
        }
        if (!Files.isDirectory(path)) {
            return of(Grade.BROKEN, texts.of("check.path.nodirectory", name));
        }
        return Files.isReadable(path) && Files.isExecutable(path)
                ? of(Grade.FINE, texts.of("check.directory.ok"))
                : of(Grade.BROKEN, texts.of("check.path.notreadable", name));
    }

    private static Finding onPath(String value, Texts texts, Function<Path, Finding> next) {
        if (value.isBlank()) {
            return silent();
        }
        try {
            Path path = Path.of(value.strip());
            return path.isAbsolute() ? next.apply(path) : of(Grade.IMPOSSIBLE, texts.of("check.path.relative", value));
        } catch (InvalidPathException e) {
            return of(Grade.IMPOSSIBLE, texts.of("check.path.invalid", value));
        }
    }
}
