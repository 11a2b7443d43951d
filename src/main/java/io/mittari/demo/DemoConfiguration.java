package io.mittari.demo;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;

/** The deployment's file of a generated lake: mittari.conf, which maps every extract. */
final class DemoConfiguration {
    /** The first line, by which a folder is known as a generated lake. */
    static final String FIRST_LINE = "# A synthetic lake, written by `mittari generate` or `mittari demo`.";

    private static final String TEMPLATE = """
        <first line>
        # The same size, seed and last day give the same files: <opportunities> opportunities, seed <seed>,
        # up to <last day>. Run the nightly job on it: mittari run --date <last day> --conf <file>

        calendar { zone = "<zone>", first_month = 1 }
        currency.reporting = EUR
        lake.path = <lake>
        warehouse.path = <warehouse>

        sources {
          # Columns as one CRM names them: an SQL expression a column.
          opportunities {
            path = ${lake.path}"/crm/opportunities", format = <format>, mode = changes
            version = "SystemModstamp", deleted = "IsDeleted = 'true'"
            columns {
              opportunity_id = Id, opportunity_name = Name, account_id = AccountId, owner_id = OwnerId
              type = Type, channel = LeadSource, stage = StageName, status = Status
              amount = Amount, currency = CurrencyIsoCode
              probability = "try_cast(Probability as decimal(9,0)) / 100"
              created_at = CreatedDate, first_contact_at = FirstContactDate
              expected_close_on = CloseDate, closed_at = ClosedAt
            }
          }
          stage_history {
            path = ${lake.path}"/crm/stage_history", format = <format>, mode = changes, version = "CreatedDate"
            columns {
              opportunity_id = OpportunityId, stage = StageName, entered_at = CreatedDate
              amount = Amount, expected_close_on = CloseDate
              probability = "try_cast(Probability as decimal(9,0)) / 100"
            }
          }
          accounts {
            path = ${lake.path}"/crm/accounts", format = <format>, mode = snapshot
            columns {
              account_id = Id, account_name = Name, segment = Segment__c, industry = Industry
              region = Region__c, owner_id = OwnerId, channel = AccountSource
            }
          }

          # Canonical columns: nothing to map.
          reps { path = ${lake.path}"/crm/reps", format = <format>, mode = snapshot }
          leads { path = ${lake.path}"/crm/leads", format = <format>, mode = changes, version = "updated_at" }
          timesheets { path = ${lake.path}"/crm/timesheets", format = <format>, mode = changes, version = "updated_at" }
          invoice_lines {
            path = ${lake.path}"/finance/invoice_lines", format = <format>, mode = changes, version = "updated_at"
          }
          subscriptions {
            path = ${lake.path}"/finance/subscriptions", format = <format>, mode = changes, version = "updated_at"
          }
          expenses {
            path = ${lake.path}"/finance/expenses", format = <format>, mode = changes, version = "updated_at"
            where = "approved = 'true'"
          }
          forecasts { path = ${lake.path}"/finance/forecasts", format = <format>, mode = changes, version = "submitted_at" }

          # One load, without dt folders.
          quotas { path = ${lake.path}"/finance/quotas", format = <format>, mode = snapshot }
          fx_rates { path = ${lake.path}"/finance/fx_rates", format = <format>, mode = snapshot }
        }

        kpis.targets { lead_conversion_rate = 0.25, win_rate = 0.35, pipeline_coverage = 3, quota_attainment_rate = 0.6 }
        """;

    private DemoConfiguration() {}

    /** The text of the file for a lake in that folder. */
    static String text(LakePlan plan, Path lake) {
        return TEMPLATE.replace("<first line>", FIRST_LINE)
                .replace("<opportunities>", Long.toString(plan.opportunities()))
                .replace("<seed>", Long.toString(plan.seed()))
                .replace("<last day>", plan.lastDay().toString())
                .replace("<format>", plan.format().extension())
                .replace("<zone>", Loads.ZONE.getId())
                .replace("<lake>", quoted(lake))
                .replace("<warehouse>", quoted(lake.resolve("warehouse")))
                .replace("<file>", lake.resolve(DemoLake.CONFIGURATION).toString());
    }

    private static String quoted(Path path) {
        return ConfigUtil.quoteString(path.toString());
    }
}
