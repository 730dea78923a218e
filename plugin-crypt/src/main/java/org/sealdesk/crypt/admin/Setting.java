package org.sealdesk.crypt.admin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.admin.Component.Field;

/**
 * One setting. Its name is what administrators of older systems and the host's settings file call it; its words are in
 * the bundles under {@link #key}.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are unmodifiable and the checks have no state
enum Setting {
    PGP("PGP", Group.PGP, Field.Kind.SWITCH, "0", ValueCheck.nothing()),
    PGP_BIN("PGP::Bin", Group.PGP, Field.Kind.TEXT, "", ValueCheck.program()),
    PGP_OPTIONS("PGP::Options", Group.PGP, Field.Kind.TEXT, "", ValueCheck.keyRing()),
    SMIME("SMIME", Group.SMIME, Field.Kind.SWITCH, "0", ValueCheck.nothing()),
    SMIME_BIN("SMIME::Bin", Group.SMIME, Field.Kind.TEXT, "", ValueCheck.program()),
    SMIME_CERT_PATH("SMIME::CertPath", Group.SMIME, Field.Kind.TEXT, "", ValueCheck.directory()),
    SMIME_PRIVATE_PATH("SMIME::PrivatePath", Group.SMIME, Field.Kind.TEXT, "", ValueCheck.directory()),
    PROTECTION("Crypt::Protection", Group.OUTGOING, "none", "none", "sign", "sign+encrypt", "encrypt"),
    PROTECTION_AUTOMATIC("Crypt::Protection::Automatic", Group.OUTGOING, "none", "none", "sign", "sign+encrypt"),
    ENCRYPT_IF_POSSIBLE("Crypt::EncryptIfPossible", Group.OUTGOING, "0", "0", "1"),
    TECHNOLOGY("Crypt::Technology", Group.OUTGOING, "pgp", "pgp", "smime"),
    ENCRYPT_ONLY("Crypt::EncryptOnly", Group.OUTGOING, "0", "0", "1"),
    HEADER_PROTECTION("Crypt::HeaderProtection", Group.OUTGOING, "1", "0", "1"),
    EXPIRY_WARNING_DAYS(
            "Crypt::ExpiryWarningDays", Group.KEYS, Field.Kind.NUMBER, "30", ValueCheck.number(0, Setting.MAX_DAYS)),
    UNLOCKED_MINUTES(
            "Crypt::UnlockedMinutes", Group.KEYS, Field.Kind.NUMBER, "10", ValueCheck.number(0, Setting.MAX_MINUTES)),
    SEAL("Crypt::Keystore::Seal", Group.SEAL, "host", "host", "file", "environment", "passphrase"),
    SEAL_FILE("Crypt::Keystore::Seal::File", Group.SEAL, Field.Kind.TEXT, "", ValueCheck.keyFile()),
    SEAL_VARIABLE(
            "Crypt::Keystore::Seal::Variable",
            Group.SEAL,
            Field.Kind.TEXT,
            "SEALDESK_CRYPT_KEY",
            ValueCheck.variable());

    /** A year: whoever is warned earlier stops reading warnings. */
    static final int MAX_DAYS = 365;

    /** An hour: keys in memory should not outlive the work. */
    static final int MAX_MINUTES = 60;

    private final String settingName;
    private final Group group;
    private final Field.Kind kind;
    private final String standard;
    private final List<String> options;
    private final ValueCheck check;

    Setting(String name, Group group, Field.Kind kind, String standard, ValueCheck check) {
        this(name, group, kind, standard, List.of(), check);
    }

    Setting(String name, Group group, String standard, String... options) {
        this(name, group, Field.Kind.SELECT, standard, List.of(options), ValueCheck.nothing());
    }

    Setting(String name, Group group, Field.Kind kind, String standard, List<String> options, ValueCheck check) {
        this.settingName = name;
        this.group = group;
        this.kind = kind;
        this.standard = standard;
        this.options = options;
        this.check = check;
    }

    String settingName() {
        return settingName;
    }

    Group group() {
        return group;
    }

    Field.Kind kind() {
        return kind;
    }

    /** The value while nobody set one. */
    String standard() {
        return standard;
    }

    /** Values to choose from; empty if any is allowed. */
    List<String> options() {
        return options;
    }

    ValueCheck check() {
        return check;
    }

    /** Whether a queue may have a value of its own. */
    boolean perQueue() {
        return group == Group.OUTGOING;
    }

    /** The part of the text keys that names it: {@code PGP.Key}. */
    String key() {
        return settingName.replace("::", ".");
    }

    /** What the value means; empty if it is none of the options. */
    Optional<String> normal(String value) {
        if (kind == Field.Kind.SWITCH) {
            return Optional.of(List.of("", "0", "false", "off", "no").contains(value) ? "0" : "1");
        }
        return options.isEmpty() || options.contains(value) ? Optional.of(value.strip()) : Optional.empty();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Setting named(String settingName) {
        return Arrays.stream(values())
                .filter(s -> s.settingName.equals(settingName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no setting " + settingName));
    }

    static List<Setting> of(Group group) {
        return Arrays.stream(values()).filter(s -> s.group == group).toList();
    }

    enum Group {
        PGP,
        SMIME,
        OUTGOING,
        KEYS,
        SEAL
    }
}
