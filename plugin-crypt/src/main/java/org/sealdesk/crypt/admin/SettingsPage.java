package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sealdesk.api.Text;
import org.sealdesk.api.admin.Action;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.api.admin.Component.Form;
import org.sealdesk.api.admin.Component.Section;
import org.sealdesk.api.admin.Outcome;
import org.sealdesk.api.admin.Tone;
import org.sealdesk.api.admin.View;
import org.sealdesk.api.host.Directory.Queue;
import org.sealdesk.api.host.Scope;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.Technology;

/** The settings, for all or for one queue. A form for each group, with the check of each present value beside it. */
final class SettingsPage implements AdminPage {

    /** Chosen to let the value of the wider scope hold. */
    static final String INHERIT = "inherit";

    private final AdminParts parts;
    private final Frame frame;
    private final ConfigurationErrors errors;
    private final Texts texts;

    SettingsPage(AdminParts parts, Frame frame, ConfigurationErrors errors) {
        this.parts = parts;
        this.frame = frame;
        this.errors = errors;
        this.texts = parts.texts();
    }

    @Override
    public Outcome handle(AdminRequest request, List<String> path) {
        Optional<String> asked = request.param("queue").filter(q -> !q.isEmpty());
        Optional<Queue> queue = asked.flatMap(parts.host().directory()::queue);
        if (asked.isPresent() && queue.isEmpty()) {
            return new Outcome.NotFound();
        }
        return request.isWrite()
                ? new SettingsChange(parts, errors, frame).save(request, queue, this::view)
                : new Outcome.Page(view(queue, setting -> Optional.empty()));
    }

    /** @param typed what the visitor wrote, if that is not stored */
    View view(Optional<Queue> queue, Function<Setting, Optional<String>> typed) {
        List<Component> body = new ArrayList<>();
        body.add(scopes(queue));
        for (Setting.Group group : Setting.Group.values()) {
            boolean here = queue.isEmpty() || Setting.of(group).stream().allMatch(Setting::perQueue);
            if (here) {
                body.add(section(group, queue, typed));
            }
            if (group == Setting.Group.PGP && queue.isEmpty()) {
                body.add(passwords());
            }
        }
        return frame.view("crypt.settings", texts.of("settings.title"), List.of(), body, actions());
    }

    private List<Action> actions() {
        return List.of(Action.link("folders", texts.of("folders.title"), FoldersPage.PATH));
    }

    private Form scopes(Optional<Queue> queue) {
        List<Field.Option> options = new ArrayList<>();
        options.add(new Field.Option("", texts.of("settings.scope.global")));
        parts.host()
                .directory()
                .queues()
                .forEach(q -> options.add(new Field.Option(q.id(), texts.of("settings.scope.queue", q.name()))));
        Field field = new Field(
                "queue",
                Field.Kind.SELECT,
                texts.of("settings.scope"),
                queue.map(Queue::id).orElse(""),
                Optional.of(texts.of("settings.scope.help")),
                Optional.empty(),
                options,
                false);
        return new Form("scope", "settings", false, List.of(field), texts.of("settings.scope.button"), Map.of());
    }

    private Section section(Setting.Group group, Optional<Queue> queue, Function<Setting, Optional<String>> typed) {
        List<Field> fields = Setting.of(group).stream()
                .map(setting -> field(setting, queue, typed.apply(setting)))
                .toList();
        Map<String, String> hidden = new LinkedHashMap<>();
        hidden.put("group", group.name());
        queue.ifPresent(q -> hidden.put("queue", q.id()));
        String id = group.name().toLowerCase(Locale.ROOT);
        Form form = new Form("settings-" + id, "settings", true, fields, texts.of("settings.save"), hidden);
        return new Section(id, texts.of("settings.group." + id), List.of(form));
    }

    private Field field(Setting setting, Optional<Queue> queue, Optional<String> typed) {
        String value = typed.orElseGet(() -> present(setting, queue));
        return new Field(
                setting.settingName(),
                setting.kind(),
                texts.of("setting." + setting.key() + ".label"),
                value,
                Optional.of(texts.of("setting." + setting.key() + ".help", setting.settingName())),
                check(setting, value),
                options(setting, queue),
                false);
    }

    private String present(Setting setting, Optional<Queue> queue) {
        if (queue.isPresent()) {
            boolean own = parts.settings()
                    .written(setting, Scope.queue(queue.get().id()))
                    .isPresent();
            return own ? parts.settings().value(setting, queue.map(Queue::id)).text() : INHERIT;
        }
        // A value that cannot be right is shown as it stands, beside what is wrong with it.
        return parts.settings().written(setting, Scope.GLOBAL).orElse(setting.standard());
    }

    private Optional<Field.Check> check(Setting setting, String value) {
        boolean anyOn =
                parts.settings().isOn(Technology.OPENPGP) || parts.settings().isOn(Technology.SMIME);
        if (setting == Setting.PROTECTION && !value.equals("none") && !value.equals(INHERIT) && !anyOn) {
            return Optional.of(new Field.Check(Tone.WARN, texts.of("check.protection.off")));
        }
        ValueCheck.Finding finding = setting.check().check(value, texts);
        return switch (finding.grade()) {
            case SILENT -> Optional.empty();
            case FINE -> Optional.of(new Field.Check(Tone.GOOD, finding.text()));
            case BROKEN, IMPOSSIBLE -> Optional.of(new Field.Check(Tone.STOP, finding.text()));
        };
    }

    private List<Field.Option> options(Setting setting, Optional<Queue> queue) {
        List<Field.Option> options = new ArrayList<>();
        if (queue.isPresent()) {
            String global = parts.settings().value(setting, Optional.empty()).text();
            options.add(new Field.Option(INHERIT, texts.of("settings.inherit", optionText(setting, global))));
        }
        setting.options().forEach(o -> options.add(new Field.Option(o, optionText(setting, o))));
        return options;
    }

    private Text optionText(Setting setting, String option) {
        String own = "setting." + setting.key() + "." + option;
        return texts.find(own).orElseGet(() -> texts.of("option." + option));
    }

    private Section passwords() {
        Field key = new Field(
                "key",
                Field.Kind.TEXT,
                texts.of("setting.PGP.Key.Password.key"),
                "",
                Optional.of(texts.of("setting.PGP.Key.Password.key.help")),
                Optional.empty(),
                List.of(),
                true);
        Field password = new Field(
                "password",
                Field.Kind.PASSWORD,
                texts.of("password.label"),
                "",
                Optional.of(texts.of("setting.PGP.Key.Password.help", "PGP::Key::Password")),
                Optional.empty(),
                List.of(),
                true);
        Form form = new Form(
                "pgp-password", "settings/password", true, List.of(key, password), texts.of("password.save"), Map.of());
        return new Section("passwords", texts.of("setting.PGP.Key.Password.label"), List.of(form));
    }
}
