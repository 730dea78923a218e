package org.sealdesk.crypt.admin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.api.host.Scope;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.text.Texts;

/** Saves one form of the settings page: all of its values or, if one cannot be right, none. */
final class SettingsChange {

    private final AdminParts parts;
    private final ConfigurationErrors errors;
    private final Frame frame;
    private final Texts texts;

    SettingsChange(AdminParts parts, ConfigurationErrors errors, Frame frame) {
        this.parts = parts;
        this.errors = errors;
        this.frame = frame;
        this.texts = parts.texts();
    }

    Outcome save(
            AdminRequest request,
            Optional<Queue> queue,
            BiFunction<Optional<Queue>, Function<Setting, Optional<String>>, View> form) {
        Map<Setting, String> typed = typed(request, queue);
        Map<String, Text> fieldErrors = new LinkedHashMap<>();
        typed.forEach((setting, value) ->
                wrong(setting, value, typed, queue).ifPresent(text -> fieldErrors.put(setting.settingName(), text)));
        if (!fieldErrors.isEmpty()) {
            return new Outcome.Invalid(form.apply(queue, s -> Optional.ofNullable(typed.get(s))), fieldErrors);
        }
        Scope scope = queue.map(q -> Scope.queue(q.id())).orElse(Scope.GLOBAL);
        Map<String, Optional<String>> changes = changes(typed, scope);
        if (!changes.isEmpty()) {
            try {
                record(request, scope, changes);
            } catch (KeystoreUnavailable e) {
                return frame.failed(
                        "settings",
                        "store.unavailable",
                        texts.of("problem.store.unavailable"),
                        Text.data(String.valueOf(e.getMessage())));
            }
            parts.host().settings().change(scope, changes, request.actor());
            errors.raise();
        }
        String back =
                "settings" + queue.map(q -> "?queue=" + Trail.encode(q.id())).orElse("");
        return frame.done(back, texts.of("settings.changed", changes.size()));
    }

    /** Before the change: none goes unrecorded. */
    private void record(AdminRequest request, Scope scope, Map<String, Optional<String>> changes)
            throws KeystoreUnavailable {
        String where = scope.kind() == Scope.Kind.GLOBAL ? "" : " queue:" + scope.name();
        for (Map.Entry<String, Optional<String>> change : changes.entrySet()) {
            Setting setting = Setting.named(change.getKey());
            parts.log()
                    .record(
                            Author.of(request.actor(), "settings.change"),
                            AuditEvent.done(
                                    "settings.change",
                                    change.getKey() + where,
                                    shown(setting, parts.settings().written(setting, scope)),
                                    shown(setting, change.getValue())));
        }
    }

    /** Free text may hold what nobody should read in a log, such as an option with a password. */
    private static String shown(Setting setting, Optional<String> value) {
        return value.map(v -> setting.kind() == Field.Kind.TEXT && !v.isEmpty() ? "(text)" : v)
                .orElse("(inherited)");
    }

    /** The values of the form. A switch that is off is not sent, so the form says which group it is. */
    private static Map<Setting, String> typed(AdminRequest request, Optional<Queue> queue) {
        String group = request.param("group").orElse("");
        Map<Setting, String> typed = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            Optional<String> value = request.param(setting.settingName());
            boolean switchedOff = setting.kind() == Field.Kind.SWITCH
                    && setting.group().name().equals(group);
            if ((value.isPresent() || switchedOff) && (queue.isEmpty() || setting.perQueue())) {
                typed.put(setting, value.orElse("0"));
            }
        }
        return typed;
    }

    private Optional<Text> wrong(Setting setting, String value, Map<Setting, String> typed, Optional<Queue> queue) {
        if (queue.isPresent() && value.equals(SettingsPage.INHERIT)) {
            return Optional.empty();
        }
        if (setting.normal(value).isEmpty()) {
            return Optional.of(texts.of("check.option", value));
        }
        if (setting.kind() == Field.Kind.NUMBER && value.isBlank()) {
            return Optional.of(texts.of("check.number.missing"));
        }
        ValueCheck.Finding finding = setting.check().check(value.strip(), texts);
        if (finding.grade() == ValueCheck.Grade.IMPOSSIBLE) {
            return Optional.of(finding.text());
        }
        if (setting == Setting.SEAL_FILE && isInside(parts.host().dataDir(), value)) {
            return Optional.of(texts.of("check.keyfile.inside", value));
        }
        boolean withoutSignature =
                List.of(Setting.PROTECTION, Setting.PROTECTION_AUTOMATIC).contains(setting) && value.equals("encrypt");
        return withoutSignature && !encryptOnly(typed, queue)
                ? Optional.of(texts.of("check.encryptonly"))
                : Optional.empty();
    }

    private static boolean isInside(Path data, String file) {
        return !file.isBlank()
                && Path.of(file.strip())
                        .normalize()
                        .startsWith(data.toAbsolutePath().normalize());
    }

    private boolean encryptOnly(Map<Setting, String> typed, Optional<Queue> queue) {
        String now = typed.getOrDefault(Setting.ENCRYPT_ONLY, SettingsPage.INHERIT);
        Optional<String> scope = typed.containsKey(Setting.ENCRYPT_ONLY) ? Optional.empty() : queue.map(Queue::id);
        return now.equals(SettingsPage.INHERIT)
                ? parts.settings().value(Setting.ENCRYPT_ONLY, scope).text().equals("1")
                : now.equals("1");
    }

    private Map<String, Optional<String>> changes(Map<Setting, String> typed, Scope scope) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        typed.forEach((setting, value) -> {
            boolean inherits = scope.kind() != Scope.Kind.GLOBAL && value.equals(SettingsPage.INHERIT);
            Optional<String> wanted = inherits ? Optional.empty() : setting.normal(value);
            Optional<String> present = parts.settings().written(setting, scope);
            boolean same = wanted.equals(present)
                    || present.isEmpty()
                            && scope.kind() == Scope.Kind.GLOBAL
                            && wanted.equals(Optional.of(setting.standard()));
            if (!same) {
                changes.put(setting.settingName(), wanted);
            }
        });
        return changes;
    }
}
