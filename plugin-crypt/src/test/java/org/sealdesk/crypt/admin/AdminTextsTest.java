package org.sealdesk.crypt.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.crypt.folder.FolderTrouble;
import org.sealdesk.crypt.intake.ItemKind;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.LastUsed;
import org.sealdesk.crypt.message.CertificateChoice;
import org.sealdesk.crypt.text.BundleTexts;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Keys that pages make of codes exist for every code. */
class AdminTextsTest {

    private final BundleTexts bundles = BundleTexts.load();

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            keys.add("setting." + setting.key() + ".label");
            keys.add("setting." + setting.key() + ".help");
            setting.options().forEach(o -> keys.add("option." + o));
        }
        for (Setting.Group group : Setting.Group.values()) {
            keys.add("settings.group." + lower(group));
        }
        for (PasswordVault.Code code : PasswordVault.Code.values()) {
            keys.add("password.state." + PasswordPage.code(code));
            keys.add("password.answer." + PasswordPage.code(code));
        }
        for (FolderTrouble.Code code : FolderTrouble.Code.values()) {
            keys.add("folder.trouble." + lower(code).replace('_', '.'));
        }
        for (ItemKind kind : ItemKind.values()) {
            keys.add("import.kind." + kind.code());
        }
        for (ItemResult result : ItemResult.values()) {
            keys.add("import.result." + result.code());
        }
        for (TrustLevel level : TrustLevel.values()) {
            keys.add(KeyForms.trustKey(level));
        }
        for (CertificateFacts.Role role : CertificateFacts.Role.values()) {
            keys.add("role." + lower(role));
        }
        for (CertificateFacts.Source source : CertificateFacts.Source.values()) {
            keys.add("source." + lower(source));
        }
        for (CertificateStore.State state : CertificateStore.State.values()) {
            keys.add("filter.state." + ListFilter.lower(state));
        }
        for (String field : List.of("state", "trust", "days", "trust.unverified", "trust.harvested")) {
            keys.add("filter." + field);
        }
        for (CertificateChoice.Why why : CertificateChoice.Why.values()) {
            keys.add("which.why." + lower(why).replace('_', '-'));
        }
        keys.add(CertificateChoice.Passed.LESS_TRUSTED);
        keys.add(CertificateChoice.Passed.OLDER);
        keys.add(CertificateChoice.Passed.EQUAL);
        for (String field : List.of("files", "text", "replace")) {
            keys.add("contact." + field);
            keys.add("contact." + field + ".help");
        }
        for (LastUsed.Use use : LastUsed.Use.values()) {
            keys.add("used." + lower(use));
        }
        for (Capability capability : Capability.values()) {
            keys.add("capability." + lower(capability));
        }
        for (String status : Set.of(
                "ready",
                "rejected",
                "revoked",
                "retired",
                "disabled",
                "anchor",
                "authority",
                "weak",
                "chain",
                "no-encrypt",
                "unusable",
                "untrusted",
                "unverified")) {
            keys.add("key.status." + status);
        }
        for (String code : List.of(
                "password.needed",
                "password.wrong",
                "key.weak",
                "key.mismatch",
                "key.missing",
                "format.unsupported",
                "format.damaged",
                "limit",
                "certificate.missing",
                "store.locked",
                "store.unavailable")) {
            keys.add("import.code." + code);
        }
        for (String column : List.of("number", "at", "who", "action", "change", "reason", "outcome")) {
            keys.add("audit." + column);
        }
        for (String op : List.of("add", "remove", "up", "down", "sent", "available")) {
            keys.add("relations." + op);
        }
        for (String page : List.of("settings", "health", "pgp", "smime", "import", "audit")) {
            keys.add("menu." + page);
        }
        for (String field : List.of("files", "text", "password", "how", "anchors")) {
            keys.add("import." + field);
            keys.add("import." + field + ".help");
        }
        return keys;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void everyCodeHasWords() {
        assertThat(keys())
                .allSatisfy(key ->
                        assertThat(bundles.pattern(key, Locale.ENGLISH)).as(key).isPresent());
    }

    @Test
    void standardValuesAreAmongTheChoices() {
        for (Setting setting : Setting.values()) {
            assertThat(setting.normal(setting.standard()))
                    .as(setting.settingName())
                    .contains(setting.standard());
            assertThat(setting.kind() == Field.Kind.SELECT)
                    .as(setting.settingName())
                    .isEqualTo(!setting.options().isEmpty());
        }
    }
}
