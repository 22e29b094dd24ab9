export { type DayForecast, type DayTotal, type Forecast, type ForecastQuestion, forecastPeriod } from './forecastPeriod.ts';
export type { HourAmount, LocalMoment } from './hourPattern.ts';
