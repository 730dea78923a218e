package org.sealdesk.crypt.admin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.host.Scope;
import org.sealdesk.api.host.Settings;
import org.sealdesk.crypt.folder.WatchedFolder;
import org.sealdesk.crypt.folder.WatchedFolder.Kind;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.seal.SealChoice;
import org.sealdesk.crypt.verdict.Technology;

/**
 * The settings as values with a type. Every call reads the host's settings anew, so a change works at once. A value that
 * makes no sense counts as not set; the health page names it.
 */
public final class CryptSettings {

    private final Settings settings;

    public CryptSettings(Settings settings) {
        this.settings = settings;
    }

    public boolean isOn(Technology technology) {
        return isSet(technology == Technology.OPENPGP ? Setting.PGP : Setting.SMIME, Optional.empty());
    }

    /** How mail of a queue is protected. */
    public ProtectionPolicy policy(Optional<String> queue) {
        Value agent = value(Setting.PROTECTION, queue);
        return new ProtectionPolicy(
                isOn(Technology.OPENPGP),
                isOn(Technology.SMIME),
                value(Setting.TECHNOLOGY, queue).text().equals("smime"),
                level(agent.text()),
                level(value(Setting.PROTECTION_AUTOMATIC, queue).text()),
                isSet(Setting.ENCRYPT_IF_POSSIBLE, queue),
                isSet(Setting.ENCRYPT_ONLY, queue),
                isSet(Setting.HEADER_PROTECTION, queue),
                agent.scope().kind() == Scope.Kind.QUEUE ? "queue" : "global");
    }

    /** The GnuPG key ring to keep in step with. */
    public Optional<Path> keyRing() {
        return KeyRingLocation.of(global(Setting.PGP_OPTIONS)).flatMap(CryptSettings::path);
    }

    public Optional<Path> pgpProgram() {
        return path(global(Setting.PGP_BIN));
    }

    public Optional<Path> smimeProgram() {
        return path(global(Setting.SMIME_BIN));
    }

    /** Folder of hand-loaded certificates. */
    public Optional<Path> certificateFolder() {
        return path(global(Setting.SMIME_CERT_PATH));
    }

    /** Folder of hand-loaded private keys. */
    public Optional<Path> privateFolder() {
        return path(global(Setting.SMIME_PRIVATE_PATH));
    }

    /** The folders whose keys are taken, of technologies that are on; a relative path means nothing to a server. */
    public List<WatchedFolder> watchedFolders() {
        Map<Path, WatchedFolder> folders = new LinkedHashMap<>();
        if (isOn(Technology.SMIME)) {
            Stream.of(certificateFolder(), privateFolder())
                    .flatMap(Optional::stream)
                    .forEach(path -> watched(folders, Kind.FILES, path));
        }
        if (isOn(Technology.OPENPGP)) {
            keyRing().ifPresent(path -> watched(folders, Kind.GNUPG, path));
        }
        return List.copyOf(folders.values());
    }

    private static void watched(Map<Path, WatchedFolder> folders, Kind kind, Path path) {
        if (path.isAbsolute()) {
            folders.putIfAbsent(path.normalize(), new WatchedFolder(kind, path.normalize()));
        }
    }

    /** How many days before its end a key is called expiring. */
    public int expiryWarningDays() {
        return Math.min(Setting.MAX_DAYS, Integer.parseInt(global(Setting.EXPIRY_WARNING_DAYS)));
    }

    /** How long an unlocked key stays in memory; zero for not at all. */
    public Duration unlockedTime() {
        return Duration.ofMinutes(Math.min(Setting.MAX_MINUTES, Integer.parseInt(global(Setting.UNLOCKED_MINUTES))));
    }

    /** Where the key that seals the keystore is to be kept. */
    public SealChoice seal() {
        return new SealChoice(
                switch (global(Setting.SEAL)) {
                    case "file" -> SealChoice.Place.FILE;
                    case "environment" -> SealChoice.Place.ENVIRONMENT;
                    case "passphrase" -> SealChoice.Place.PASSPHRASE;
                    default -> SealChoice.Place.HOST;
                },
                path(global(Setting.SEAL_FILE)),
                global(Setting.SEAL_VARIABLE));
    }

    /** Whether a setting of the seal matters to the chosen place. */
    boolean isSealUsed(Setting setting) {
        SealChoice.Place place = seal().place();
        return setting == Setting.SEAL
                || setting == Setting.SEAL_FILE && place == SealChoice.Place.FILE
                || setting == Setting.SEAL_VARIABLE && place == SealChoice.Place.ENVIRONMENT;
    }

    /** The value that holds for a queue, or for the whole system. */
    Value value(Setting setting, Optional<String> queue) {
        if (setting.perQueue() && queue.isPresent()) {
            Scope scope = Scope.queue(queue.get());
            Optional<String> own = settings.get(scope, setting.settingName()).flatMap(v -> meaningful(setting, v));
            if (own.isPresent()) {
                return new Value(own.get(), scope);
            }
        }
        return new Value(global(setting), Scope.GLOBAL);
    }

    /** What is written in exactly this scope, sensible or not. */
    Optional<String> written(Setting setting, Scope scope) {
        return settings.get(scope, setting.settingName());
    }

    private String global(Setting setting) {
        return settings.get(Scope.GLOBAL, setting.settingName())
                .flatMap(v -> meaningful(setting, v))
                .orElse(setting.standard());
    }

    private static Optional<String> meaningful(Setting setting, String value) {
        Optional<String> normal = setting.normal(value);
        boolean number = setting.kind() == Component.Field.Kind.NUMBER;
        return number ? normal.filter(v -> v.matches("\\d{1,3}")) : normal;
    }

    private boolean isSet(Setting setting, Optional<String> queue) {
        return value(setting, queue).text().equals("1");
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static ProtectionLevel level(String text) {
        return switch (text) {
            case "sign" -> ProtectionLevel.SIGN;
            case "encrypt" -> ProtectionLevel.ENCRYPT;
            case "sign+encrypt" -> ProtectionLevel.SIGN_AND_ENCRYPT;
            default -> ProtectionLevel.NONE;
        };
    }

    /** @param scope where it comes from */
    record Value(String text, Scope scope) {}
}
