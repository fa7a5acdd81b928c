package dev.gatehouse.ui.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.model.intent.Intent;
import dev.gatehouse.model.intent.IntentKind;
import dev.gatehouse.model.intent.IntentState;
import dev.gatehouse.model.json.Json;
import dev.gatehouse.ui.Rows;
import org.junit.jupiter.api.Test;

class MergeFormModelTest {

    private static JsonNode tree(String json) throws Exception {
        return Json.LENIENT.readTree(json.replace('\'', '"'));
    }

    private static MergeFormModel form(String base, String yours, String theirs) throws Exception {
        return new MergeFormModel(new Intent("i", IntentKind.USER_UPDATE, "u", "ann", 1L, tree(yours), tree(base),
                "root", Rows.NOON, Rows.NOON, IntentState.CONFLICT, null, tree(theirs), null));
    }

    @Test
    void whatOnlyTheyChangedIsProposedAsTheyHaveIt() throws Exception {
        MergeFormModel form = form("{'displayName':'Ann','email':'a@x'}", "{'displayName':'Anna','email':'a@x'}",
                "{'displayName':'Ann','email':'b@x','version':2}");

        assertThat(form.fields()).extracting(field -> field.merged().get()).containsExactly("Anna", "b@x");
        assertThat(form.merged()).isEqualTo(tree("{'displayName':'Anna','email':'b@x'}"));
    }

    @Test
    void whatIsNoTextIsReadAsJson() throws Exception {
        MergeFormModel form = form("{'roles':[]}", "{'roles':['viewer']}", "{'roles':[],'version':2}");
        assertThat(form.merged()).isEqualTo(tree("{'roles':['viewer']}"));

        form.fields().getFirst().merged().set("[");

        assertThat(form.sendable().get()).isFalse();
    }
}
